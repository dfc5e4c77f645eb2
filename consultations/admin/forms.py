from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from businesses.models import Business
from consultations.forms import TimeField
from consultations.models import Booking, Consultant
from plut_portal.core.admin_forms import Autocomplete, CreatingForm, OfficeForm


class YearForm(OfficeForm):
    year = forms.TypedChoiceField(
        label=_("Year"), coerce=int, widget=widgets.UnfoldAdminRadioSelectWidget
    )

    def __init__(self, *args, this_year, **kwargs):
        super().__init__(*args, initial={"year": this_year}, **kwargs)
        self.fields["year"].choices = [(y, str(y)) for y in (this_year, this_year + 1)]


class PeriodForm(OfficeForm):
    """A year, or one quarter of it; what cannot be read counts as not chosen."""

    tahun = forms.TypedChoiceField(
        label=_("Year"), coerce=int, required=False, widget=widgets.UnfoldAdminSelectWidget
    )
    triwulan = forms.TypedChoiceField(
        label=_("Quarter"),
        coerce=int,
        required=False,
        empty_value=None,
        choices=[("", _("The whole year")), (1, "I"), (2, "II"), (3, "III"), (4, "IV")],
        widget=widgets.UnfoldAdminSelectWidget,
    )

    def __init__(self, *args, years, this_year, **kwargs):
        super().__init__(*args, initial={"tahun": this_year}, **kwargs)
        self.this_year = this_year
        self.fields["tahun"].choices = [(year, str(year)) for year in years]

    def chosen(self):
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return data.get("tahun") or self.this_year, data.get("triwulan")


class WhoForm(OfficeForm):
    """Who comes, and to whom: one choice of consultant and field together."""

    business = forms.ModelChoiceField(
        Business.objects.all(),
        label=_("Business"),
        widget=Autocomplete(Booking._meta.get_field("business"), admin.site),
    )
    who = forms.ChoiceField(label=_("Consultant and field"), widget=widgets.UnfoldAdminSelectWidget)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pairs = {
            f"{consultant.pk}-{expertise.pk}": (consultant, expertise)
            for consultant in Consultant.objects.bookable().prefetch_related("expertises")
            for expertise in consultant.expertises.all()
            if expertise.is_active
        }
        self.fields["who"].choices = [("", _("Choose …"))] + [
            (value, f"{expertise.name} – {consultant.display_name}")
            for value, (consultant, expertise) in self.pairs.items()
        ]

    def clean_who(self):
        try:
            return self.pairs[self.cleaned_data["who"]]
        except KeyError as unknown:
            raise ValidationError(_("Please choose again.")) from unknown


class BookingTimeForm(CreatingForm):
    starts_at = TimeField()
    topic = forms.CharField(
        label=_("What it is about"),
        help_text=_("In the owner's words; the consultant reads it beforehand."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    override_reason = forms.CharField(
        label=_("Reason for an exception"),
        help_text=_("Only for a time at short notice, or for one appointment more than allowed."),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CancelForm(OfficeForm):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The owner reads it."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NewTimeForm(CancelForm):
    starts_at = TimeField()
