from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "plut_portal.insights"
    verbose_name = _("Insights")

    def ready(self) -> None:
        # This app comes last, so by now the permissions of all the others exist.
        post_migrate.connect(_hand_out_permissions, sender=self)


def _hand_out_permissions(**kwargs: object) -> None:
    from plut_portal.accounts import roles  # noqa: PLC0415 -- models are not ready at import

    roles.sync_groups()
