from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from businesses import merits
from plut_portal.accounts import standing
from plut_portal.notifications import places


class TrainingsConfig(AppConfig):
    name = "trainings"
    verbose_name = _("Training")

    def ready(self) -> None:
        standing.register_obstacle("trainings.selectors.places.why_still_expected")
        places.register("meeting", "trainings.selectors.venues.place_of_meeting")
        places.register("enrolment", "trainings.selectors.venues.place_of_enrolment")
        merits.register(merits.TRACK_PASSED, "trainings.selectors.funnel.businesses_trained")
