"""What the pages of figures share: who reads them, and the time they speak of."""

from plut_portal.core.admin_periods import PeriodForm

# Head, auditor and programme admin; the counter has no figures.
READS_ANSWERS = "insights.view_annualtarget"
YEARS_BACK = 9


def chosen_period(request):
    """The form and what it says."""
    form = PeriodForm.of(request, back=YEARS_BACK)
    return form, form.period
