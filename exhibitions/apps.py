from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from businesses import carrying
from plut_portal.accounts import standing
from plut_portal.notifications import places


class ExhibitionsConfig(AppConfig):
    name = "exhibitions"
    verbose_name = _("Exhibitions")

    def ready(self) -> None:
        standing.register_obstacle("exhibitions.selectors.places.why_still_expected")
        for thing in ["application", "booth"]:
            places.register(thing, "exhibitions.selectors.venues.place_of_application")
        places.register("call", "exhibitions.selectors.venues.place_of_call")
        # Never sent, taken back, or without a place: where both have one, the other one counts.
        carrying.leave(
            "exhibitions.application",
            Q(state__in=["DRAFT", "WITHDRAWN", "REFUSED", "DECLINED", "LAPSED"]),
        )
        carrying.leave("exhibitions.callanswer", ~Q(state="COMING"))
        carrying.leave("exhibitions.readylisting", Q(is_active=False))
