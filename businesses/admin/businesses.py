from functools import partial

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold import widgets
from unfold.decorators import display

from businesses import services
from businesses.admin.completing import Completing
from businesses.admin.filters import TO_CHECK, QueueFilter
from businesses.admin.snapshots import SnapshotInline
from businesses.admin.twins import Twins
from businesses.admin.verification import DECIDABLE, Verification
from businesses.forms import VillageField
from businesses.models import Business, Decision, Membership
from plut_portal.accounts.admin.export import ExportAdmin
from plut_portal.accounts.models import User
from plut_portal.core import clock, formats
from plut_portal.core.admin_base import (
    ActsByState,
    HistoryAdmin,
    OfficeTabularInline,
    ReadOnlyTabularInline,
)
from plut_portal.core.admin_forms import Autocomplete, CreatingForm
from plut_portal.core.exports import Column, ListExport
from plut_portal.core.forms import posted
from plut_portal.core.validators import validate_plain_text


class MembershipForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "user" in self.fields:
            # A row speaks of one person for good; it ends, and another begins.
            self.fields["user"].disabled = True

    def clean_user(self):
        user = self.cleaned_data["user"]
        if not self.instance.pk and user.works_here:
            raise ValidationError(_("Who works here acts for no business."))
        return user


class MembershipFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        if not any(form.has_changed() for form in self.forms):
            return
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("user")]
        if not any(row["is_active"] and row["user"].is_active for row in rows):
            raise ValidationError(
                _("At least one person acts for each business. Ask somebody else in first.")
            )


class MembershipInline(OfficeTabularInline):
    model = Membership
    form = MembershipForm
    formset = MembershipFormSet
    fields = ["user", "is_active", "joined_at"]
    readonly_fields = ["joined_at"]
    autocomplete_fields = ["user"]
    ordering = ["pk"]
    verbose_name = gettext_lazy("person who acts for this business")
    verbose_name_plural = gettext_lazy("people who act for this business")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user")


class DecisionInline(ReadOnlyTabularInline):
    model = Decision
    fields = ["made_at", "outcome", "made_by", "remarks_shown", "message"]
    readonly_fields = ["remarks_shown"]
    ordering = ["-made_at", "-pk"]
    verbose_name_plural = gettext_lazy("Answers of the office")

    def get_queryset(self, request):
        decisions = super().get_queryset(request).select_related("made_by")
        return decisions.prefetch_related("remarks")

    @display(description=gettext_lazy("to be mended"))
    def remarks_shown(self, decision):
        remarks = (f"{each.get_field_display()}: {each.text}" for each in decision.remarks.all())
        return " · ".join(remarks) or "–"


class NewBusinessForm(CreatingForm):
    owner = forms.ModelChoiceField(
        User.objects.all(),
        label=gettext_lazy("Owner"),
        help_text=gettext_lazy("Somebody without an account is added under People first."),
        widget=Autocomplete(Membership._meta.get_field("user"), admin.site),
    )
    makes = forms.CharField(
        label=gettext_lazy("What it makes or sells"),
        max_length=160,
        validators=[validate_plain_text],
    )
    village = VillageField(help_text="", widget=widgets.UnfoldAdminSelectWidget)
    name = forms.CharField(
        label=gettext_lazy("Business name"),
        max_length=120,
        required=False,
        validators=[validate_plain_text],
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=250,
        required=False,
        validators=[validate_plain_text],
    )
    field_order = ["owner", "makes", "village", "name", "address"]


def _people(business):
    return [member.user for member in business.memberships.all() if member.is_active]


class BusinessExport(ListExport):
    columns = (
        Column(gettext_lazy("Business name"), lambda business: business.name),
        Column(gettext_lazy("What it makes or sells"), lambda business: business.makes),
        Column(gettext_lazy("Village or ward"), lambda business: business.village.name),
        Column(gettext_lazy("District"), lambda business: business.village.district),
        Column(
            gettext_lazy("People"),
            lambda business: ", ".join(user.full_name for user in _people(business)),
        ),
        Column(
            gettext_lazy("Mobile number (masked)"),
            lambda business: ", ".join(filter(None, (u.masked_phone for u in _people(business)))),
        ),
        Column(gettext_lazy("Registration number"), lambda business: business.registration_code),
        Column(gettext_lazy("Status"), lambda business: business.get_status_display()),
        Column(gettext_lazy("Registered"), lambda business: business.created_at),
    )


@admin.register(Business)
class BusinessAdmin(Verification, Completing, Twins, ActsByState, ExportAdmin, HistoryAdmin):
    list_display = ["label_shown", "makes", "village", "people_shown", "status_shown", "answer"]
    list_filter = [QueueFilter, "status", "village__district", "village"]
    search_fields = [
        "name",
        "makes",
        "village__name",
        "memberships__user__full_name",
        "registration_code",
    ]
    search_help_text = gettext_lazy("Business, goods, village, person or registration number")
    ordering = ["-pk"]
    state = ["registration_code", "status_in_words", "submitted_at", "answer_by", "verified_at"]
    fields = ["name", "makes", "village", "address", "started_year", *state, "created_at"]
    readonly_fields = [*state, "created_at"]
    autocomplete_fields = ["village"]
    inlines = [MembershipInline, DecisionInline, SnapshotInline]
    resource_classes = [BusinessExport]
    actions_detail = ["verify", "complete", "merge", "distinguish"]
    history_masks = {"contact_phone": formats.mask_phone, "contact_email": formats.mask_email}

    def get_queryset(self, request):
        businesses = super().get_queryset(request).select_related("village")
        return businesses.prefetch_related("memberships__user")

    def save_model(self, request, obj, form, change):
        # What the office mends itself ticks its own remark off, as when the owner does.
        said = {name: form.cleaned_data[name] for name in form.changed_data}
        services.update_business(business=obj, at=clock.now(), **said)

    def save_formset(self, request, form, formset, change):
        """People begin and end as on the owner's page, so those concerned are told."""
        formset.save(commit=False)
        about = {"business": form.instance, "by": request.user, "at": clock.now()}
        saved = [*formset.new_objects, *(member for member, _fields in formset.changed_objects)]
        for member in sorted(saved, key=lambda member: not member.is_active):
            act = services.add_at_counter if member.is_active else services.end_membership
            act(person=member.user, **about)

    def acts_of(self, business):
        # "Not a duplicate" needs another one beside it: the lists lead there.
        first = "verify" if business.status in DECIDABLE else "complete"
        return [first, "merge"]

    def get_ordering(self, request):
        if request.GET.get(QueueFilter.parameter_name) == TO_CHECK:
            return ["submitted_at", "pk"]
        return super().get_ordering(request)

    def choice_text(self, business):
        people = ", ".join(user.full_name for user in _people(business))
        return f"{business.label} · {business.village.name} · {people}"

    @display(description=gettext_lazy("business"), ordering="name")
    def label_shown(self, business):
        return business.label

    @display(description=gettext_lazy("people"))
    def people_shown(self, business):
        return ", ".join(user.full_name for user in _people(business)) or "–"

    @display(
        description=gettext_lazy("status"),
        ordering="status",
        label={
            Business.Status.DRAFT: "info",
            Business.Status.SUBMITTED: "warning",
            Business.Status.NEEDS_FIXING: "danger",
            Business.Status.VERIFIED: "success",
        },
    )
    def status_shown(self, business):
        return business.status, business.get_status_display()

    @display(description=gettext_lazy("status"))
    def status_in_words(self, business):
        return business.get_status_display()

    @display(
        description=gettext_lazy("answer until"),
        ordering="answer_by",
        label={"LATE": "danger", "WAITS": "info"},
    )
    def answer(self, business):
        if business.status != Business.Status.SUBMITTED:
            return "", "–"
        is_late = business.is_answer_late(today=formats.wib_day(clock.now()))
        return "LATE" if is_late else "WAITS", formats.short_date_text(business.answer_by)

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.service_page(
            request,
            title=_("Register a business"),
            intro=_("The little that is needed to book. The owner adds the rest later."),
            form=NewBusinessForm(posted(request), initial={"owner": request.GET.get("owner")}),
            submit=_("Register"),
            run=lambda data: self.add_once(
                request,
                data,
                partial(services.register_business, at=clock.now()),
                done=_("%(name)s has been added."),
            ),
        )
