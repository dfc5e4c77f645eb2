"""What is handed in: arrived at the consultant, returned, accepted, talked about."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from plut_portal.accounts.models import User
from plut_portal.notifications import kinds
from plut_portal.notifications.models import Message
from trainings.models import Output, OutputComment
from trainings.notifications.posting import (
    acts_for,
    new_kind,
    no_longer_theirs,
    owners_of,
    pk_of,
    post,
)


def _settled(message: Message, at: datetime) -> str:
    output = Output.objects.select_for_update(no_key=True).get(pk=pk_of(message))
    if output.state != Output.State.SUBMITTED:
        return _("The output has been handed in or judged anew since.")
    still = Output.objects.judged_by(message.recipient).filter(pk=output.pk).exists()
    return "" if still else _("Another consultant judges this stage now.")


def _judged_anew(message: Message, at: datetime) -> str:
    output = Output.objects.select_for_update(no_key=True).get(pk=pk_of(message))
    meant = {RETURNED.code: Output.State.RETURNED, ACCEPTED.code: Output.State.ACCEPTED}
    if output.state != meant[message.kind]:
        return _("The output has been handed in or judged anew since.")
    return "" if acts_for(output.enrolment, message) else no_longer_theirs()


ARRIVED = new_kind(
    "OUTPUT_ARRIVED", gettext_lazy("An output waits for you"), why_not=_settled, is_private=True
)
RETURNED = new_kind(
    "OUTPUT_RETURNED", gettext_lazy("Output to be mended"), why_not=_judged_anew, is_private=True
)
ACCEPTED = new_kind("OUTPUT_ACCEPTED", gettext_lazy("Output accepted"), why_not=_judged_anew)
COMMENTED = new_kind("OUTPUT_COMMENTED", gettext_lazy("Comment on an output"), is_private=True)


def output_arrived(output: Output, *, at: datetime) -> None:
    """To the consultant named for the stage, whose word it waits for."""
    enrolment = output.enrolment
    post(
        User.objects.filter(
            consultant__batch_stages__batch=enrolment.batch_id,
            consultant__batch_stages__stage=output.stage_id,
            is_active=True,
        ),
        ARRIVED,
        topic=output.message_topic,
        subject=gettext_noop("Handed in: %(output)s, %(business)s"),
        link=output.get_absolute_url(),
        at=at,
        facts={"output": output.stage.output_name, "business": enrolment.business.label},
        output=output,
        enrolment=enrolment,
    )


def output_returned(output: Output, *, text: str, at: datetime) -> None:
    """With what is to be mended; the page it leads to has the consultant's next free times."""
    _tell_about(output, RETURNED, gettext_noop("Please mend: %(output)s"), at=at, text=text)


def output_accepted(output: Output, *, at: datetime) -> None:
    _tell_about(output, ACCEPTED, gettext_noop("Accepted: %(output)s"), at=at)


def output_commented(comment: OutputComment, *, at: datetime) -> None:
    """To the business's people other than the writer. The consultant finds it among the work."""
    _tell_about(
        comment.output,
        COMMENTED,
        gettext_noop("New comment: %(output)s"),
        at=at,
        besides=comment.author,
        version=comment.pk,
        text=comment.text,
    )


def _tell_about(
    output: Output,
    kind: kinds.Kind,
    subject: str,
    *,
    at: datetime,
    besides: User | None = None,
    version: int = 0,
    text: str = "",
) -> None:
    people = owners_of(output.enrolment)
    post(
        people.exclude(pk=besides.pk) if besides else people,
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
