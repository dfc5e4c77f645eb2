"""What participants hand in, and the word of the consultant named for the stage."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from businesses.services import uploads
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError
from trainings import notifications
from trainings.models import Enrolment, Output, OutputComment, OutputFile, Stage
from trainings.services import gates, guards

State = Output.State


class NothingAsked(PortalError):
    status = 422


class NothingHandedIn(PortalError):
    status = 422


class TooManyFiles(PortalError):
    status = 422


class AlreadyAccepted(PortalError):
    pass


class NotTheJudge(PortalError):
    status = 403


class OldVersion(PortalError):
    pass


@transaction.atomic
def submit_output(
    *,
    enrolment: Enrolment,
    stage: Stage,
    by: User,
    at: datetime,
    files: "Sequence[UploadedFile[bytes]]" = (),
    link: str = "",
    note: str = "",
) -> Output:
    """Hand in the stage's output; a new version replaces the one before, which stays to be seen.

    The form has looked at the files. Raises NothingAsked, NothingHandedIn, TooManyFiles,
    AlreadyAccepted, NotEnrolled and GateClosed.
    """
    enrolment = guards.lock_enrolment(enrolment)
    guards.check_acts_for(enrolment.business, by)
    gates.check_open(enrolment, stage, at=at)
    _check_asked_for(stage, files, link)
    before = Output.objects.current().filter(enrolment=enrolment, stage=stage).first()
    if before and before.state == State.ACCEPTED:
        raise AlreadyAccepted(_("This has been accepted already; nothing more to hand in."))
    if before:
        _become(before, State.REPLACED)
    output = Output.objects.create(
        enrolment=enrolment,
        stage=stage,
        version=before.version + 1 if before else 1,
        link=link,
        note=note,
        submitted_by=by,
        submitted_at=at,
    )
    for file in files:
        kept = OutputFile(output=output, uploaded_by=by, uploaded_at=at)
        uploads.take(kept, file, task="trainings.process_output_file", name="file_id")
    notifications.output_arrived(output, at=at)
    return output


def _check_asked_for(stage: Stage, files: "Sequence[UploadedFile[bytes]]", link: str) -> None:
    if not stage.asks_for_output:
        raise NothingAsked(_("Nothing is handed in at this stage."))
    if len(files) > OutputFile.MOST:
        raise TooManyFiles(_("At most %(count)d files.") % {"count": OutputFile.MOST})
    wants = {
        Stage.OutputKind.FILE: (bool(files), _("Please add a photo or a PDF.")),
        Stage.OutputKind.LINK: (bool(link), _("Please add the link.")),
        Stage.OutputKind.ANY: (bool(files or link), _("Please add a photo, a PDF or a link.")),
    }
    is_there, sentence = wants[Stage.OutputKind(stage.output_kind)]
    if not is_there:
        raise NothingHandedIn(sentence)


def process_output_file(*, file_id: int) -> str:
    """Make a photo anew and throw the sent file away. Answers with the new state."""
    return uploads.process_paper(OutputFile.objects.all(), file_id)


def sweep_files(*, at: datetime) -> int:
    """Find the photos whose worker never came or died over them."""
    return uploads.sweep_of(
        OutputFile.objects.all(), "trainings.process_output_file", "file_id", at=at
    )


@transaction.atomic
def comment_output(*, output: Output, text: str, by: User, at: datetime) -> OutputComment:
    """Add to the talk about it. For the business's people, the judge and staff who may judge."""
    if not Output.objects.talked_about_by(by).filter(pk=output.pk).exists():
        raise guards.NotAllowed(_("Only the owner and the consultant write here."))
    if not text.strip():
        raise guards.ReasonMissing(_("Please write something."))
    comment = OutputComment.objects.create(
        output=output, author=by, text=text.strip(), written_at=at
    )
    notifications.output_commented(comment, at=at)
    return comment


@transaction.atomic
def accept_output(*, output: Output, by: User, at: datetime, reason: str = "") -> Output:
    """The word that opens the gate. Of the stage's named consultant, or of staff with a reason.

    Calling twice keeps the first. Raises NotTheJudge, ReasonMissing, OldVersion.
    """
    output = _lock(output)
    _check_judge(output, by, reason)
    if output.state == State.ACCEPTED:
        return output
    _judge(output, State.ACCEPTED, by=by, at=at, words=reason)
    notifications.output_accepted(output, at=at)
    gates.announce([output.enrolment], at=at)
    return output


@transaction.atomic
def return_output(*, output: Output, text: str, by: User, at: datetime) -> Output:
    """Send it back with what is to be mended; the owner is led to a time with the consultant.

    Calling twice keeps the first. Raises NotTheJudge, ReasonMissing, AlreadyAccepted, OldVersion.
    """
    output = _lock(output)
    _check_judge(output, by, text)
    if output.state == State.RETURNED:
        return output
    if output.state == State.ACCEPTED:
        raise AlreadyAccepted(_("This has been accepted already and stays so."))
    if not text.strip():
        raise guards.ReasonMissing(_("Please write what is to be mended; the owner reads it."))
    _judge(output, State.RETURNED, by=by, at=at, words=text)
    notifications.output_returned(output, text=text, at=at)
    return output


def _lock(output: Output) -> Output:
    guards.lock_enrolment(output.enrolment)
    rows = Output.objects.select_related("stage", "enrolment__batch__track", "enrolment__business")
    return rows.get(pk=output.pk)


def _check_judge(output: Output, by: User, reason: str) -> None:
    if guards.judges(by, batch_id=output.enrolment.batch_id, stage=output.stage):
        return
    if not by.has_perm("trainings.judge_output"):
        raise NotTheJudge(_("Only the consultant named for this stage may judge it."))
    guards.check_reason(reason)


def _judge(output: Output, state: Output.State, *, by: User, at: datetime, words: str) -> None:
    _become(output, state, by=by, at=at)
    if words.strip():
        OutputComment.objects.create(output=output, author=by, text=words.strip(), written_at=at)


def _become(
    output: Output, state: Output.State, *, by: User | None = None, at: datetime | None = None
) -> None:
    if not output.may_become(state):
        raise OldVersion(_("There is a newer version of this output. Please look at that one."))
    output.state = state
    if by:
        output.judged_by, output.judged_at = by, at
    output.save()
