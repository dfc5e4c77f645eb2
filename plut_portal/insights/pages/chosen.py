"""What the pages of figures share: who reads them, and the time they speak of."""

from consultations.admin.forms import PeriodForm
from plut_portal.core import formats
from plut_portal.insights.periods import Period, years

# Head, auditor and programme admin; the counter has no figures.
READS_ANSWERS = "insights.view_annualtarget"


def chosen_period(request, *, at):
    """The form and what it says; an address that cannot be read means this year."""
    form = PeriodForm(request.GET or None, years=years(at=at), this_year=formats.wib_day(at).year)
    return form, Period(*form.chosen())
