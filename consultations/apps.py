from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from businesses import carrying
from plut_portal.accounts import standing


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = _("Consultations")

    def ready(self) -> None:
        carrying.register("consultations.selectors.merging.obstacles")
        standing.register("consultations.services.review_person")
        # They register their kinds.
        from consultations import notifications  # noqa: F401, PLC0415
