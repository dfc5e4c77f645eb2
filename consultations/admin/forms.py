from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from businesses.models import Business
from consultations import services
from consultations.forms import DecisionForm, TimeField, mode_field
from consultations.models import Booking, Consultant, ExtraHours, Mode
from plut_portal.core import clock, formats
from plut_portal.core.admin_forms import Autocomplete, CreatingForm, OfficeForm
from plut_portal.core.errors import PortalError


class YearForm(OfficeForm):
    year = forms.TypedChoiceField(
        label=_("Year"), coerce=int, widget=widgets.UnfoldAdminRadioSelectWidget
    )

    def __init__(self, *args, this_year, **kwargs):
        super().__init__(*args, initial={"year": this_year}, **kwargs)
        self.fields["year"].choices = [(y, str(y)) for y in (this_year, this_year + 1)]


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

    def __init__(self, *args, modes=(Mode.OFFICE,), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mode"] = mode_field(modes, widget=widgets.UnfoldAdminRadioSelectWidget)


class CancelForm(OfficeForm):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The owner reads it."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NewTimeForm(CancelForm):
    starts_at = TimeField()


class WindowForm(forms.ModelForm):
    """Overlaps are for the whole page to judge, as it leaves the rows; see ApartFormSet."""

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"weekday"}

    def clean(self):
        data = super().clean()
        consultant = getattr(self.instance, "consultant", None)
        # The link may be entered on the very same page.
        linked = self.data.get("meeting_link") or (consultant and consultant.meeting_link)
        if data.get("online") and consultant and not linked:
            self.add_error("online", _("Online hours need a meeting link first. Enter it above."))
        return data


class ExtraForm(WindowForm):
    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"on"}

    def clean(self):
        data = super().clean()
        if self.has_changed() and not self.errors and self.instance.consultant_id:
            try:
                services.check_extra(
                    ExtraHours(
                        pk=self.instance.pk, consultant=self.instance.consultant, **_kept(data)
                    ),
                    today=formats.wib_day(clock.now()),
                )
            except PortalError as refusal:
                self.add_error("on", str(refusal))
        return data


def _kept(data):
    return {name: data[name] for name in ("on", "opens", "closes")}


class ApartFormSet(forms.BaseInlineFormSet):
    """Windows of one page, of which no two may share time on one day."""

    def clean(self):
        super().clean()
        kept = [
            form
            for form in self.forms
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        for number, form in enumerate(kept):
            for earlier in kept[:number]:
                if form.instance.collides_with(earlier.instance):
                    form.add_error(
                        "opens",
                        _("These hours overlap with %(hours)s.") % {"hours": earlier.instance},
                    )


class OfficeDecisionForm(DecisionForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        select = widgets.UnfoldAdminSelectWidget(choices=self.fields["choice"].widget.choices)
        self.fields["choice"].widget = select
        self.fields["message"].widget = widgets.UnfoldAdminTextareaWidget(attrs={"rows": 2})
