"""What each number means, in the words that are printed beside it."""

from django.utils.translation import gettext_lazy as _

from plut_portal.insights.models import AnnualTarget

Indicator = AnnualTarget.Indicator

MEANINGS = {
    Indicator.SERVED: _(
        "Each counted once: a session with a consultant that took place, a question answered at"
        " the counter, or a training meeting attended."
    ),
    Indicator.FIRST_TIMERS: _("Of these, the ones never served in any of these ways before."),
    Indicator.PACKAGED: _(
        "Of those enrolled in batches that began in this time: both stages passed, or left out on"
        " evidence. Whoever left after the start still counts as enrolled."
    ),
    Indicator.ALL_THREE: _("Of the same enrolled: production, packaging and marketing."),
    Indicator.AGAIN: _(
        "Of the businesses recorded as stopped, before this time or within it, and not recorded as"
        " running again before it began: recorded as running at its end."
    ),
    Indicator.TURNOVER: _(
        "Reported by the stands, by the day it was sold, and orders that followed, by the day of"
        " the order. Not for tax."
    ),
    Indicator.WOMEN: _(
        "As last said by the businesses served. The sex of owners is not asked for."
    ),
    Indicator.VILLAGES: _("With at least one business served, of all 24."),
}
