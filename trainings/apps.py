from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from businesses import merits


class TrainingsConfig(AppConfig):
    name = "trainings"
    verbose_name = _("Training")

    def ready(self) -> None:
        merits.register(merits.TRACK_PASSED, "trainings.selectors.funnel.businesses_trained")
