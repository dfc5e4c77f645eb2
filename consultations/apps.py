from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from businesses import carrying


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = _("Consultations")

    def ready(self) -> None:
        carrying.register("consultations.selectors.merging.obstacles")
        # They register their kinds.
        from consultations import notifications  # noqa: F401, PLC0415
