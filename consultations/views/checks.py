from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consultations import selectors, services
from consultations.forms import AnswerForm, PlaceForm
from consultations.models import ConstraintCheck
from consultations.views import chosen
from plut_portal.core import clock, forms, limits
from plut_portal.core import views as core_views
from plut_portal.core.errors import PortalError

# A class of forty on one Wi-Fi answers eleven screens each, some of them twice.
ANSWERS, ANSWERS_WITHIN = 1200, 10 * 60
RESULT_PAGES = {
    "HELP": "consultations/check_result.html",
    "FINE": "consultations/check_result_fine.html",
    "OUTSIDE": "consultations/check_result_outside.html",
}


def _limited(view):
    @wraps(view)
    def limited(request, *args, **kwargs):
        if request.method == "POST" and limits.too_often(
            request, "constraint_check", most=ANSWERS, seconds=ANSWERS_WITHIN
        ):
            return core_views.too_many_requests(request)
        return view(request, *args, **kwargs)

    return limited


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_not_required
@_limited
def check_start(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    run = selectors.run_of(request.session, at=now)
    refused, status = "", 200
    if request.method == "POST":
        try:
            started = services.start_check(earlier=run, at=now)
        except PortalError as refusal:
            refused, status = str(refusal), refusal.status
        else:
            request.session[selectors.SESSION_KEY] = str(started.public_id)
            return redirect("consultations:check_step", 1)
    context = {
        "refused": refused,
        "questions": selectors.count_of_questions(),
        "go_on": _where_to_go_on(run),
    }
    return render(request, "consultations/check_start.html", context, status=status)


def _where_to_go_on(run: ConstraintCheck | None) -> int:
    """The step at which an unfinished run was left; 0 where there is nothing to go on with."""
    if run is None or run.finished_at:
        return 0
    furthest = selectors.progress(run).furthest
    return furthest if furthest > 1 else 0


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_not_required
@_limited
def check_step(request: HttpRequest, step: int) -> HttpResponse:
    run = selectors.run_of(request.session, at=clock.now())
    if run is None:
        return _lost(request)
    progress = selectors.progress(run)
    if not 1 <= step <= progress.furthest:
        return redirect("consultations:check_step", progress.furthest)
    if step == progress.steps:
        return _place(request, run, step)
    return _question(request, run, step, progress)


def _question(
    request: HttpRequest, run: ConstraintCheck, step: int, progress: selectors.Progress
) -> HttpResponse:
    question = progress.questions[step - 1]
    form = AnswerForm(forms.posted(request), question=question)
    if form.is_valid():
        try:
            services.answer_question(check=run, answer=form.cleaned_data["answer"])
        except PortalError as refusal:
            return _as_it_stands(request, refusal)
        return redirect("consultations:check_step", step + 1)
    context = {
        "question": question,
        "form": form,
        "given": progress.answered.get(question.pk),
        "step": step,
        "count": len(progress.questions),
    }
    status = 422 if form.is_bound else 200
    return render(request, "consultations/check_question.html", context, status=status)


def _place(request: HttpRequest, run: ConstraintCheck, step: int) -> HttpResponse:
    form = PlaceForm(forms.posted(request), check=run)
    if form.is_valid():
        try:
            services.choose_village(check=run, **form.place())
            services.finish_check(check=run, at=clock.now())
        except PortalError as refusal:
            return _as_it_stands(request, refusal)
        return redirect("consultations:check_result")
    context = {"form": form, "step": step, "count": step - 1}
    status = 422 if form.is_bound else 200
    return render(request, "consultations/check_place.html", context, status=status)


@require_safe
@never_cache
@login_not_required
def check_result(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    run = selectors.run_of(request.session, at=now)
    if run is None:
        return _lost(request)
    if not run.finished_at:
        return redirect("consultations:check_step", selectors.progress(run).furthest)
    outcome = selectors.outcome(run, at=now)
    context = {
        "outcome": outcome,
        "hold_token": chosen.token_of(request) or services.make_token(),
    }
    return render(request, RESULT_PAGES[outcome.kind], context)


def _lost(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Please begin here. It takes a minute, and nothing else is lost."))
    return redirect("consultations:check_start")


def _as_it_stands(request: HttpRequest, refusal: PortalError) -> HttpResponse:
    messages.info(request, str(refusal))
    return redirect("consultations:check_result")
