from functools import partial

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from plut_portal.accounts import services
from plut_portal.accounts.admin.export import ExportAdmin
from plut_portal.accounts.admin.forms import PersonForm
from plut_portal.accounts.admin.user_pages import UserPages
from plut_portal.accounts.models import Consent, User
from plut_portal.accounts.roles import Role
from plut_portal.accounts.selectors import new_without_contact
from plut_portal.core import clock, formats
from plut_portal.core.admin_base import HistoryAdmin, ReadOnlyTabularInline
from plut_portal.core.exports import Column, ListExport
from plut_portal.core.forms import posted
from plut_portal.core.validators import normalise_contact


class RoleFilter(admin.SimpleListFilter):
    title = gettext_lazy("role")
    parameter_name = "peran"

    def lookups(self, request, model_admin):
        return [*Role.choices, ("OWNER", _("Business owner"))]

    def queryset(self, request, queryset):
        if self.value() == "OWNER":
            return queryset.filter(groups=None, is_staff=False)
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


class ContactFilter(admin.SimpleListFilter):
    title = gettext_lazy("contact")
    parameter_name = "kontak"

    def lookups(self, request, model_admin):
        return [
            ("baru", _("New, not yet confirmed")),
            ("belum", _("Not yet confirmed")),
            ("sudah", _("Confirmed")),
        ]

    def queryset(self, request, queryset):
        unconfirmed = {"phone_confirmed_at": None, "email_confirmed_at": None}
        if self.value() == "baru":
            return queryset.filter(pk__in=new_without_contact(at=clock.now()).values("pk"))
        if self.value() == "belum":
            return queryset.filter(**unconfirmed)
        return queryset.exclude(**unconfirmed) if self.value() == "sudah" else queryset


class ConsentInline(ReadOnlyTabularInline):
    model = Consent
    fields = ["purpose", "text_version", "channel", "given_at", "withdrawn_at"]
    ordering = ["-given_at", "-pk"]


class UserExport(ListExport):
    """For counting, so without names and contacts."""

    columns = (
        Column(gettext_lazy("Joined"), lambda user: user.joined_at),
        Column(gettext_lazy("Heard of PLUT from"), lambda user: user.get_heard_from_display()),
        Column(gettext_lazy("Number confirmed"), lambda user: user.phone_confirmed_at),
        Column(gettext_lazy("E-mail confirmed"), lambda user: user.email_confirmed_at),
        Column(gettext_lazy("May sign in"), lambda user: user.is_active),
    )


@admin.register(User)
class UserAdmin(UserPages, ExportAdmin, HistoryAdmin):
    """People, with their contacts masked: seeing one takes a reason and is written down."""

    list_display = ["full_name", "phone_shown", "email_shown", "roles", "is_active", "joined_at"]
    list_filter = [RoleFilter, ContactFilter, "is_active", "heard_from"]
    ordering = ["-pk"]
    # Whole numbers and addresses are found too, see get_search_results; parts of them are not,
    # or a masked number could be guessed digit by digit (FM-45).
    search_fields = ["full_name"]
    search_help_text = gettext_lazy("A name, or a whole mobile number or e-mail address")
    fieldsets = [
        (None, {"fields": ["full_name"]}),
        (gettext_lazy("Contact"), {"fields": ["phone_shown", "email_shown"]}),
        (gettext_lazy("Access"), {"fields": ["roles", "is_active", "joined_at", "last_login"]}),
        (gettext_lazy("First contact"), {"fields": ["heard_from"]}),
    ]
    readonly_fields = [
        "phone_shown",
        "email_shown",
        "roles",
        "is_active",
        "joined_at",
        "last_login",
        "heard_from",
    ]
    inlines = [ConsentInline]
    resource_classes = [UserExport]
    history_masks = {"phone": formats.mask_phone, "email": formats.mask_email}
    actions_detail = [
        "reveal",
        "issue_code",
        {
            "title": gettext_lazy("More"),
            "items": ["confirm", "change_contacts", "consents", "assign_roles", "sign_in"],
        },
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_search_results(self, request, queryset, search_term):
        try:
            field, contact = normalise_contact(search_term)
        except ValidationError:
            return super().get_search_results(request, queryset, search_term)
        return queryset.filter(**{field: contact}), False

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (not isinstance(obj, User) or services.may_manage(obj, by=request.user))

    def choice_text(self, user):
        return " · ".join(filter(None, [user.full_name, user.masked_phone, user.masked_email]))

    @display(description=gettext_lazy("mobile number"), empty_value="–")
    def phone_shown(self, user):
        return _with_mark(user.masked_phone, confirmed=user.phone_confirmed_at)

    @display(description=gettext_lazy("e-mail"), empty_value="–")
    def email_shown(self, user):
        return _with_mark(user.masked_email, confirmed=user.email_confirmed_at)

    @display(description=gettext_lazy("roles"))
    def roles(self, user):
        names = [str(Role(group.name).label) for group in user.groups.all()]
        if user.is_superuser:
            names.append(_("superuser"))
        return ", ".join(names) or _("Business owner")

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.service_page(
            request,
            title=_("Add a person"),
            intro=_(
                "For somebody at the counter. The account has no password yet: issue a code"
                " afterwards, with which the person sets one."
            ),
            form=PersonForm(posted(request)),
            submit=_("Add"),
            run=lambda data: self._add(request, **data),
        )

    def _add(self, request, *, privacy, **data):
        add = partial(services.add_person, by=request.user, at=clock.now())
        return self.add_once(request, data, add, done=_("%(name)s has been added."))


def _with_mark(contact, *, confirmed):
    if not contact:
        return None
    return contact if confirmed else _("%(contact)s (not confirmed)") % {"contact": contact}
