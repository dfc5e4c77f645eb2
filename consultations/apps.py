from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from businesses import carrying
from plut_portal.accounts import standing
from plut_portal.notifications import places


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = _("Consultations")

    def ready(self) -> None:
        carrying.register("consultations.selectors.merging.obstacles")
        places.register("booking", "consultations.selectors.venues.place_of_booking")
        standing.register("consultations.services.review_person")
        standing.register_obstacle("consultations.selectors.why_still_expected")
        # They register their kinds.
        from consultations import notifications  # noqa: F401, PLC0415
