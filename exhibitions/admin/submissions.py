from django.contrib import admin, messages
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from exhibitions import selectors, services
from exhibitions.forms.shelf import AcceptForm, OutcomeForm, ShelfForm
from exhibitions.models import Submission, SubmissionStep
from plut_portal.accounts.admin.export import ExportAdmin
from plut_portal.core import clock
from plut_portal.core.admin_base import ActsByState, PortalAdmin, ReadOnly, ReadOnlyTabularInline
from plut_portal.core.admin_forms import OfficeForm, ReasonForm
from plut_portal.core.exports import Column, ListExport
from plut_portal.core.forms import posted

CURATE = "exhibitions.curate_submission"
State = Submission.State


class StepInline(ReadOnlyTabularInline):
    model = SubmissionStep
    fields = ["on", "state", "reason", "stores", "units", "by", "at"]
    ordering = ["at", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


class SubmissionExport(ListExport):
    columns = (
        Column(gettext_lazy("Sent"), lambda submission: submission.submitted_at),
        Column(gettext_lazy("Partner"), lambda submission: submission.partner.name),
        Column(gettext_lazy("Product"), lambda submission: submission.product.name),
        Column(gettext_lazy("Business name"), lambda submission: submission.product.business.label),
        Column(gettext_lazy("State"), lambda submission: submission.get_state_display()),
        Column(gettext_lazy("List"), lambda submission: submission.requirements.version),
    )


def _act(label, url_path, icon):
    return action(description=label, url_path=url_path, permissions=[CURATE], icon=icon)


def _unseen_by(partner):
    if partner.links.live(at=clock.now()).exists():
        return ""
    return _(
        "%(partner)s has no link that works. Nobody there sees the product until you make one on"
        " the partner’s page and pass it on."
    ) % {"partner": partner}


@admin.register(Submission)
class SubmissionAdmin(ActsByState, ExportAdmin, ReadOnly, PortalAdmin):
    """The way of products to the shelves: each step goes through its service and is kept."""

    ACTS = {
        State.SUBMITTED: ["accept", "give_back"],
        State.ACCEPTED: ["send", "give_back"],
        State.SENT: ["put_up", "refuse"],
        State.LISTED: ["put_up", "take_off"],
    }

    list_display = ["submitted_at", "product", "business", "partner", "state_shown"]
    list_filter = ["state", "partner"]
    search_fields = ["product__name", "product__business__name", "partner__name"]
    date_hierarchy = "submitted_at"
    ordering = ["-submitted_at", "-pk"]
    fields = [
        "product",
        "business",
        "partner",
        "state",
        "requirements",
        "light",
        "submitted_at",
        "submitted_by",
        "agreed_at",
    ]
    inlines = [StepInline]
    resource_classes = [SubmissionExport]
    actions_detail = ["accept", "give_back", "send", "put_up", "refuse", "take_off"]

    def get_queryset(self, request):
        related = ("product__business", "partner", "requirements__partner")
        return super().get_queryset(request).select_related(*related)

    def acts_of(self, submission):
        return self.ACTS.get(submission.state, [])

    @display(description=gettext_lazy("business"), ordering="product__business__name")
    def business(self, submission):
        return submission.product.business

    @display(
        description=gettext_lazy("state"),
        ordering="state",
        label={
            State.SUBMITTED: "warning",
            State.ACCEPTED: "warning",
            State.SENT: "info",
            State.LISTED: "success",
            State.RETURNED: "danger",
            State.REFUSED: "danger",
            State.DELISTED: "danger",
            State.WITHDRAWN: "",
        },
    )
    def state_shown(self, submission):
        return submission.state, submission.get_state_display()

    @display(description=gettext_lazy("against its list, today"))
    def light(self, submission):
        light = selectors.light_of(submission.requirements, submission.product, at=clock.now())
        rows = [
            (line.line.asks, line.colour.label, f" – {line.reason}" if line.reason else "")
            for line in light.lines
        ]
        return format_html_join("", "<p>{}: <b>{}</b>{}</p>", rows)

    @_act(gettext_lazy("Accept"), "terima", "thumb_up")
    def accept(self, request, object_id):
        submission = self.object_or_404(request, object_id)
        return self._decide(
            request,
            submission,
            title=_("Accept"),
            intro=_("Next it is sent to the partner. The owner hears from us when it is."),
            form=AcceptForm(posted(request), submission=submission),
            run=lambda data: services.accept_submission(
                submission=submission,
                checked=data.get("checked", []),
                by=request.user,
                at=clock.now(),
            ),
        )

    @_act(gettext_lazy("Give back"), "kembalikan", "undo")
    def give_back(self, request, object_id):
        submission = self.object_or_404(request, object_id)
        return self._decide(
            request,
            submission,
            title=_("Give back"),
            intro=_("The owner reads the reason: what is to be mended, in one sentence."),
            form=ReasonForm(posted(request)),
            run=self._through(services.return_submission, request, submission),
        )

    @_act(gettext_lazy("Send to the partner"), "kirim", "send")
    def send(self, request, object_id):
        submission = self.object_or_404(request, object_id)
        unseen = _unseen_by(submission.partner)
        return self._decide(
            request,
            submission,
            title=_("Send to the partner"),
            intro=unseen or _("From now on the partner sees it on its own page."),
            form=OfficeForm(posted(request)),
            run=lambda data: self._send(request, submission, unseen),
        )

    def _send(self, request, submission, unseen):
        services.send_submission(submission=submission, by=request.user, at=clock.now())
        if unseen:
            self.message_user(request, unseen, messages.WARNING)

    @_act(gettext_lazy("On the shelves"), "terpajang", "shelves")
    def put_up(self, request, object_id):
        submission = self.object_or_404(request, object_id)
        return self._decide(
            request,
            submission,
            title=_("On the shelves"),
            intro=_("Enter it again whenever the numbers change; what was said before is kept."),
            form=ShelfForm(posted(request)),
            run=self._through(services.list_submission, request, submission),
        )

    @_act(gettext_lazy("The partner refuses"), "tolak", "block")
    def refuse(self, request, object_id):
        submission = self.object_or_404(request, object_id)
        return self._decide(
            request,
            submission,
            title=_("The partner refuses"),
            intro=_("The owner reads the reason."),
            form=OutcomeForm(posted(request)),
            run=self._through(services.refuse_submission, request, submission),
        )

    @_act(gettext_lazy("Taken off the shelves"), "turun", "remove_shopping_cart")
    def take_off(self, request, object_id):
        submission = self.object_or_404(request, object_id)
        return self._decide(
            request,
            submission,
            title=_("Taken off the shelves"),
            intro=_("The owner reads the reason."),
            form=OutcomeForm(posted(request)),
            run=self._through(services.delist_submission, request, submission),
        )

    def _through(self, service, request, submission):
        return lambda data: service(submission=submission, by=request.user, at=clock.now(), **data)

    def _decide(self, request, submission, *, title, intro, form, run):
        return self.service_page(
            request,
            obj=submission,
            title=title,
            intro=intro,
            form=form,
            submit=title,
            run=lambda data: run(data) and None,
            done=_("Saved."),
        )
