from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action, display

from plut_portal.accounts.admin.export import ExportAdmin
from plut_portal.core import clock
from plut_portal.core.admin_base import PortalAdmin, ReadOnly, ReadOnlyTabularInline
from plut_portal.core.admin_forms import OfficeForm
from plut_portal.core.errors import PortalError
from plut_portal.core.exports import Column, ListExport
from plut_portal.core.forms import posted
from plut_portal.notifications import kinds, selectors, services
from plut_portal.notifications.admin.calls import CallPages
from plut_portal.notifications.models import Delivery, Message
from plut_portal.notifications.services import alerts

FAILED_TODAY = "gagal-24-jam"
STATE_COLOURS = {
    Delivery.State.WAITING: "info",
    Delivery.State.SENDING: "info",
    Delivery.State.SENT: "success",
    Delivery.State.FAILED: "danger",
    Delivery.State.NO_CONTACT: "warning",
    Delivery.State.AT_NIGHT: "warning",
    Delivery.State.MISSED: "warning",
    Delivery.State.SKIPPED: "",
}


class KindFilter(admin.SimpleListFilter):
    title = gettext_lazy("kind")
    parameter_name = "jenis"
    lookup = "kind"

    def lookups(self, request, model_admin):
        return sorted(((code, str(label)) for code, label in kinds.choices()), key=lambda k: k[1])

    def queryset(self, request, queryset):
        return queryset.filter(**{self.lookup: self.value()}) if self.value() else queryset


class DeliveryKindFilter(KindFilter):
    lookup = "message__kind"


class UnreachedFilter(admin.SimpleListFilter):
    title = gettext_lazy("queue")
    parameter_name = "antrean"

    def lookups(self, request, model_admin):
        return [
            ("perlu-dihubungi", _("Nobody reached, please call")),
            ("gagal", _("Failed in the last 7 days")),
            (FAILED_TODAY, _("Failed in the last 24 hours")),
        ]

    def queryset(self, request, queryset):
        if self.value() == FAILED_TODAY:
            return queryset.failed_since(clock.now() - alerts.WITHIN)
        if self.value() == "gagal":
            return queryset.failed_since(clock.now() - selectors.FAILED_LATELY)
        if self.value() != "perlu-dihubungi":
            return queryset
        urgent = selectors.to_call(at=clock.now()).values_list("pk", flat=True)
        return queryset.leaving().filter(message__in=list(urgent))


class DeliveryInline(ReadOnlyTabularInline):
    model = Delivery
    fields = ["channel", "state", "due_at", "attempts", "sent_at", "reason"]
    ordering = ["pk"]


@admin.register(Message)
class MessageAdmin(CallPages, ReadOnly, PortalAdmin):
    list_display = ["due_at", "recipient", "subject", "kind_shown", "read_at"]
    list_display_links = ["subject"]
    list_filter = [KindFilter, ("read_at", admin.EmptyFieldListFilter)]
    list_select_related = ["recipient"]
    search_fields = ["subject", "recipient__full_name"]
    search_help_text = gettext_lazy("Subject, receiver, or a whole check code")
    date_hierarchy = "due_at"
    ordering = ["-due_at", "-pk"]
    fields = [
        "recipient",
        "kind_shown",
        "subject",
        "body",
        "code_text",
        "due_at",
        "useless_after",
        "read_at",
    ]
    readonly_fields = ["kind_shown", "private_text", "code_text"]
    inlines = [DeliveryInline]

    def get_fields(self, request, obj=None):
        is_private = obj and obj.definition.is_private
        return ["private_text" if is_private and f == "body" else f for f in self.fields]

    def get_search_results(self, request, queryset, search_term):
        by_code = queryset.with_code(search_term)
        if by_code.exists():
            return by_code, False
        return super().get_search_results(request, queryset, search_term)

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, message):
        return message.kind_label

    @display(description=gettext_lazy("text"))
    def private_text(self, message):
        return _("Only the receiver reads this text.")

    @display(description=gettext_lazy("check code"))
    def code_text(self, message):
        return message.code_text


class DeliveryExport(ListExport):
    columns = (
        Column(gettext_lazy("Next try"), lambda delivery: delivery.due_at),
        Column(gettext_lazy("Sent"), lambda delivery: delivery.sent_at),
        Column(gettext_lazy("Channel"), lambda delivery: delivery.get_channel_display()),
        Column(gettext_lazy("State"), lambda delivery: delivery.get_state_display()),
        Column(gettext_lazy("Receiver"), lambda delivery: delivery.message.recipient.full_name),
        Column(gettext_lazy("Kind"), lambda delivery: delivery.message.kind_label),
        Column(gettext_lazy("Subject"), lambda delivery: delivery.message.subject),
        Column(gettext_lazy("Attempts"), lambda delivery: delivery.attempts),
        Column(gettext_lazy("Why not"), lambda delivery: delivery.reason),
    )


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, ExportAdmin, PortalAdmin):
    list_display = ["due_at", "recipient", "subject", "channel", "state_shown", "reason"]
    list_display_links = ["subject"]
    list_filter = [UnreachedFilter, "state", "channel", DeliveryKindFilter]
    list_select_related = ["message__recipient"]
    search_fields = ["message__subject", "message__recipient__full_name"]
    date_hierarchy = "due_at"
    ordering = ["-due_at", "-pk"]
    fields = [
        "message",
        "recipient",
        "channel",
        "state",
        "due_at",
        "attempts",
        "sent_at",
        "reason",
    ]
    readonly_fields = ["recipient"]
    resource_classes = [DeliveryExport]
    actions = ["resend"]
    actions_list = ["trial"]
    actions_detail = ["resend_one"]

    def has_resend_permission(self, request, object_id=None):
        return request.user.has_perm("notifications.resend_delivery")

    def get_actions_detail(self, request, object_id):
        given_up = Delivery.objects.filter(pk=object_id, state__in=Delivery.GIVEN_UP)
        return super().get_actions_detail(request, object_id) if given_up.exists() else []

    @display(description=gettext_lazy("receiver"), ordering="message__recipient__full_name")
    def recipient(self, delivery):
        return delivery.message.recipient

    @display(description=gettext_lazy("subject"), ordering="message__subject")
    def subject(self, delivery):
        return delivery.message.subject

    @display(description=gettext_lazy("state"), ordering="state", label=STATE_COLOURS)
    def state_shown(self, delivery):
        return delivery.state, delivery.get_state_display()

    @admin.action(description=gettext_lazy("Send again"), permissions=["resend"])
    def resend(self, request, queryset):
        """Each by itself: one that cannot be sent again does not hold up the others."""
        count = 0
        refusals = {}
        for delivery in queryset:
            try:
                services.resend(delivery=delivery, at=clock.now())
                count += 1
            except PortalError as refusal:
                refusals.setdefault(str(refusal), []).append(delivery)
        if count:
            sentence = ngettext(
                "%(count)d message is on its way.", "%(count)d messages are on their way.", count
            )
            messages.success(request, sentence % {"count": count})
        for why, refused in refusals.items():
            sentence = _("%(count)d left as they are: %(why)s")
            messages.error(request, sentence % {"count": len(refused), "why": why})

    @action(
        description=gettext_lazy("Send again"),
        url_path="kirim-ulang",
        permissions=["resend"],
        icon="send",
    )
    def resend_one(self, request, object_id):
        delivery = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=delivery,
            title=_("Send again"),
            intro=_("“%(subject)s” to %(name)s is tried again at once.")
            % {"subject": delivery.message.subject, "name": delivery.message.recipient},
            form=OfficeForm(posted(request)),
            submit=_("Send again"),
            run=lambda data: services.resend(delivery=delivery, at=clock.now()),
            done=_("The message is on its way."),
        )

    @action(
        description=gettext_lazy("Trial message"),
        url_path="uji-coba",
        permissions=["resend"],
        icon="mark_email_read",
    )
    def trial(self, request):
        return self.service_page(
            request,
            title=_("Trial message"),
            intro=_("Sends a message to your own e-mail address (%(email)s).")
            % {"email": request.user.masked_email or _("none yet: enter one in your profile")},
            form=OfficeForm(posted(request)),
            submit=_("Send the trial message"),
            run=lambda data: services.post_trial(recipient=request.user, at=clock.now()),
            done=_("The trial message is in the outbox. See below whether it left."),
        )
