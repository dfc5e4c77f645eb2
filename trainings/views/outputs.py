"""What is handed in, the talk about it, and the consultant's word."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.models import Consultant
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, submissions
from plut_portal.core.downloads import private_file
from plut_portal.core.errors import PortalError
from trainings import selectors, services
from trainings.forms import OutputForm, WordsForm
from trainings.models import Enrolment, Output, OutputFile, Stage
from trainings.views.enrolments import mine_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def output_create(
    request: AuthenticatedHttpRequest, public_id: UUID, position: int
) -> HttpResponse:
    enrolment = mine_or_404(request, public_id)
    stages = enrolment.batch.track.stages.exclude(output_kind=Stage.OutputKind.NONE)
    stage = get_object_or_404(stages, position=position)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = OutputForm(*sent, stage=stage)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return redirect(_hand_in(request, enrolment, stage, dict(form.cleaned_data)))
        except PortalError as refusal:
            form.add_error(form.about(refusal), str(refusal))
            status = refusal.status
    gate = selectors.state_of(enrolment=enrolment, stage=stage, at=clock.now())
    context = {"enrolment": enrolment, "stage": stage, "form": form, "gate": gate}
    return render(request, "trainings/output_create.html", context, status=status)


def _hand_in(
    request: AuthenticatedHttpRequest, enrolment: Enrolment, stage: Stage, data: dict[str, Any]
) -> str:
    with submissions.once(user_id=request.user.pk, key=data.pop("submission_key")) as submission:
        if not submission.result_url:
            output = services.submit_output(
                enrolment=enrolment,
                stage=stage,
                by=request.user,
                at=clock.now(),
                files=data.pop("file", ()),
                **data,
            )
            messages.success(request, _("It has arrived. The consultant looks at it."))
            submission.result_url = output.get_absolute_url()
    return submission.result_url


@require_safe
def output_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The training desk of whoever judges or teaches; empty for everybody else."""
    context = {
        "outputs": selectors.to_judge(request.user),
        "meetings": selectors.meetings_to_list(request.user, at=clock.now()),
    }
    return render(request, "trainings/output_list.html", context)


@require_safe
def output_detail(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, _visible_or_404(request, public_id), WordsForm())


def _page(request, output: Output, form: WordsForm, *, status=200) -> HttpResponse:
    """All versions, the newest on top; whatever one does concerns the newest."""
    versions = list(selectors.versions_of(output.enrolment, output.stage))
    judged = Output.objects.judged_by(request.user).filter(pk=output.pk).exists()
    is_mine = Enrolment.objects.run_by(request.user).filter(pk=output.enrolment_id).exists()
    consultant = _judge_of(output)
    is_returned = versions[0].state == Output.State.RETURNED
    context = {
        "output": output,
        "current": versions[0],
        "versions": versions,
        "form": form,
        "consultant": consultant,
        "may_judge": judged or request.user.has_perm("trainings.judge_output"),
        "may_write": Output.objects.talked_about_by(request.user).filter(pk=output.pk).exists(),
        "is_mine": is_mine,
        "free": selectors.first_times_with(consultant, at=clock.now())
        if is_mine and is_returned
        else [],
    }
    return render(request, "trainings/output_detail.html", context, status=status)


def _judge_of(output: Output) -> Consultant | None:
    rows = Consultant.objects.select_related("user").prefetch_related("expertises")
    return rows.filter(
        batch_stages__batch=output.enrolment.batch_id, batch_stages__stage=output.stage_id
    ).first()


@require_POST
def output_comment(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    return _say(request, public_id, services.comment_output, _("Your words are there."))


@require_POST
def output_accept(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    def accept(*, text: str, **whose: Any) -> None:
        services.accept_output(reason=text, **whose)

    return _say(request, public_id, accept, _("Accepted. The owner is told."))


@require_POST
def output_return(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    sentence = _("Returned. The owner is told what to mend.")
    return _say(request, public_id, services.return_output, sentence)


def _say(
    request: AuthenticatedHttpRequest, public_id: UUID, act: Callable[..., Any], sentence: str
) -> HttpResponse:
    output = _visible_or_404(request, public_id)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, output, form, status=422)
    key, text = form.cleaned_data["submission_key"], form.cleaned_data["text"]
    try:
        with submissions.once(user_id=request.user.pk, key=key) as submission:
            if not submission.result_url:
                act(output=output, text=text, by=request.user, at=clock.now())
                submission.result_url = output.get_absolute_url()
                messages.success(request, sentence)
    except PortalError as refusal:
        form.add_error("text", str(refusal))
        return _page(request, output, form, status=refusal.status)
    return redirect(submission.result_url)


@require_safe
def output_file(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponseBase:
    visible = OutputFile.objects.ready().visible_to(request.user).select_related("output")
    file = get_object_or_404(visible, public_id=public_id)
    name = f"hasil-{file.output.version}-{file.pk}{file.ending}"
    return private_file(request, file.file, content_type=file.content_type, name=name)


def _visible_or_404(request: AuthenticatedHttpRequest, public_id: UUID) -> Output:
    visible = Output.objects.visible_to(request.user)
    rows = visible.select_related("stage", "enrolment__batch__track", "enrolment__business")
    return get_object_or_404(rows, public_id=public_id)
