"""What owners are told about a product on its way to a partner. Writes rows to the outbox."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from exhibitions.models import Submission, SubmissionStep
from exhibitions.notifications.kinds import owners
from plut_portal.accounts.models import User
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message

State = Submission.State


def _stale(message: Message, at: datetime) -> str:
    # Under lock, so that a change under way is seen or waits (FM-24).
    rows = Submission.objects.select_related("product").select_for_update(no_key=True, of=("self",))
    submission = rows.get(pk=int(message.topic.partition(":")[2]))
    if submission.revision != message.version:
        return _("The product has moved on since.")
    theirs = owners(submission.product.business_id).filter(pk=message.recipient_id)
    return "" if theirs.exists() else _("This person no longer acts for the business.")


def _kind(code: str, label: Promise) -> kinds.Kind:
    return kinds.register(kinds.Kind(code, label, why_not=_stale, is_private=True))


_TOLD = {
    State.RETURNED: (
        _kind("RETAIL_RETURNED", gettext_lazy("Product returned by the office")),
        gettext_noop("Please look at it once more: %(product)s"),
    ),
    State.SENT: (
        _kind("RETAIL_SENT", gettext_lazy("Product sent to a retail partner")),
        gettext_noop("Now with %(partner)s: %(product)s"),
    ),
    State.LISTED: (
        _kind("RETAIL_LISTED", gettext_lazy("Product on the shelves of a partner")),
        gettext_noop("On the shelves of %(partner)s: %(product)s"),
    ),
    State.REFUSED: (
        _kind("RETAIL_REFUSED", gettext_lazy("Product not taken by a partner")),
        gettext_noop("Not this time: %(product)s"),
    ),
    State.DELISTED: (
        _kind("RETAIL_DELISTED", gettext_lazy("Product no longer with a partner")),
        gettext_noop("No longer with %(partner)s: %(product)s"),
    ),
}


def step_taken(submission: Submission, step: SubmissionStep, *, by: User, at: datetime) -> None:
    """Tell everyone who acts for the business; older news of the same product is withdrawn.

    What the office alone needs to know – accepted – and what the owner did herself stays untold.
    """
    outbox.withdraw(
        topic=submission.message_topic,
        before_version=submission.revision,
        reason=_("The product has moved on since."),
    )
    told = _TOLD.get(State(submission.state))
    if told is None:
        return
    kind, subject = told
    words = {"partner": submission.partner.name, "product": submission.product.name}
    with translation.override(settings.LANGUAGE_CODE):
        heading = _(subject) % words
        body = render_to_string(
            f"exhibitions/messages/{kind.code.lower()}.txt",
            {"submission": submission, "step": step},
        )
    for person in owners(submission.product.business_id):
        outbox.post(
            recipient=person,
            kind=kind.code,
            topic=submission.message_topic,
            version=submission.revision,
            subject=heading,
            body=body,
            link=submission.get_absolute_url(),
            at=at,
            at_any_hour=person == by,
        )
