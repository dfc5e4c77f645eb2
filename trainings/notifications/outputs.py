"""Outputs: the judge hears of a new one, the business of what came of it."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from plut_portal.accounts.models import User
from plut_portal.notifications import kinds
from plut_portal.notifications.models import Message
from trainings.models import Output, OutputComment
from trainings.notifications.posting import acts_for, kind_of, no_longer_theirs, owners, pk_of, post


def _judged_anew(message: Message, at: datetime) -> str:
    output = Output.objects.select_for_update(no_key=True).get(pk=pk_of(message))
    meant = {RETURNED.code: Output.State.RETURNED, ACCEPTED.code: Output.State.ACCEPTED}
    if output.state != meant[message.kind]:
        return _("The output has been handed in or judged anew since.")
    return "" if acts_for(output.enrolment, message) else no_longer_theirs()


def _no_longer_to_judge(message: Message, at: datetime) -> str:
    output = Output.objects.select_for_update(no_key=True).get(pk=pk_of(message))
    if output.state != Output.State.SUBMITTED:
        return _("The output has been handed in or judged anew since.")
    is_judge = _judges(output).filter(pk=message.recipient_id).exists()
    return "" if is_judge else _("Somebody else judges this output now.")


RECEIVED = kind_of(
    "OUTPUT_RECEIVED", gettext_lazy("Output to be judged"), why_not=_no_longer_to_judge
)
RETURNED = kind_of("OUTPUT_RETURNED", gettext_lazy("Output to be mended"), why_not=_judged_anew)
ACCEPTED = kind_of("OUTPUT_ACCEPTED", gettext_lazy("Output accepted"), why_not=_judged_anew)
COMMENTED = kind_of("OUTPUT_COMMENTED", gettext_lazy("Comment on an output"))


def output_received(output: Output, *, at: datetime) -> None:
    """To the consultant whose word opens the gate: somebody waits for it."""
    _tell(_judges(output), output, RECEIVED, gettext_noop("To be judged: %(output)s"), at=at)


def output_returned(output: Output, *, text: str, at: datetime) -> None:
    """With what is to be mended; the page it leads to has the consultant's next free times."""
    people = owners(output.enrolment)
    _tell(people, output, RETURNED, gettext_noop("Please mend: %(output)s"), at=at, text=text)


def output_accepted(output: Output, *, at: datetime) -> None:
    people = owners(output.enrolment)
    _tell(people, output, ACCEPTED, gettext_noop("Accepted: %(output)s"), at=at)


def output_commented(comment: OutputComment, *, at: datetime) -> None:
    """To the business's people other than the writer. The consultant finds it among the work."""
    people = owners(comment.output.enrolment).exclude(pk=comment.author_id)
    _tell(
        people,
        comment.output,
        COMMENTED,
        gettext_noop("New comment: %(output)s"),
        at=at,
        version=comment.pk,
        text=comment.text,
    )


def _tell(
    people: QuerySet[User],
    output: Output,
    kind: kinds.Kind,
    subject: str,
    *,
    at: datetime,
    version: int = 0,
    text: str = "",
) -> None:
    post(
        people,
        kind,
        topic=output.message_topic,
        version=version,
        subject=subject,
        link=output.get_absolute_url(),
        at=at,
        facts={"output": output.stage.output_name},
        output=output,
        text=text,
    )


def _judges(output: Output) -> QuerySet[User]:
    return User.objects.filter(
        is_active=True,
        consultant__batch_stages__stage=output.stage_id,
        consultant__batch_stages__batch=output.enrolment.batch_id,
    )
