from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from plut_portal.notifications import whereabouts


class BusinessesConfig(AppConfig):
    name = "businesses"
    verbose_name = _("Businesses")

    def ready(self) -> None:
        whereabouts.register(
            "businesses.selectors.whereabouts", numbers="businesses.selectors.contact_numbers"
        )
