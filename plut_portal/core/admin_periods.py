"""The form that asks the office over what a page of figures counts."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from plut_portal.core import clock, formats
from plut_portal.core.admin_forms import OfficeForm
from plut_portal.core.forms import posted
from plut_portal.core.periods import QUARTERS, Period


class PeriodForm(OfficeForm):
    """A year, or one quarter of it; what cannot be read counts as not chosen: this year."""

    tahun = forms.TypedChoiceField(
        label=_("Year"), coerce=int, required=False, widget=widgets.UnfoldAdminSelectWidget
    )
    triwulan = forms.TypedChoiceField(
        label=_("Quarter"),
        coerce=int,
        required=False,
        empty_value=None,
        choices=[("", _("The whole year")), *QUARTERS.items()],
        widget=widgets.UnfoldAdminSelectWidget,
    )

    def __init__(self, *args, years, this_year, **kwargs):
        super().__init__(*args, initial={"tahun": this_year}, **kwargs)
        self.this_year = this_year
        self.fields["tahun"].choices = [(year, str(year)) for year in years]

    @classmethod
    def of(cls, request, *, ahead=0, back):
        """As it stands in the address, or in what was sent; so many years either way, newest first."""
        this_year = formats.wib_day(clock.now()).year
        years = range(this_year + ahead, this_year - back - 1, -1)
        return cls(posted(request) or request.GET or None, years=years, this_year=this_year)

    @property
    def period(self):
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return Period(data.get("tahun") or self.this_year, data.get("triwulan"))
