from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from plut_portal.accounts import standing


class NotificationsConfig(AppConfig):
    name = "plut_portal.notifications"
    verbose_name = _("Messages")

    def ready(self) -> None:
        standing.register_reachable("plut_portal.notifications.services.take_up")
        from plut_portal.notifications import contact_codes  # noqa: F401, PLC0415 -- registers kinds
