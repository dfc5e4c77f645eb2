"""Points of a test from a table: shown what is wrong in which line, entered whole or not at all."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action

from plut_portal.core import clock
from plut_portal.core.forms import posted
from trainings import services
from trainings.admin.forms import ScoreTableForm
from trainings.score_table import TableUnreadable, read_scores


class ScoreTables:
    """The act of a batch."""

    @action(
        description=gettext_lazy("Import test points"),
        url_path="nilai",
        permissions=["trainings.record_score"],
        icon="upload_file",
    )
    def scores(self, request, object_id):
        batch = self.object_or_404(request, object_id)
        form = ScoreTableForm(
            posted(request), request.FILES if request.method == "POST" else None, track=batch.track
        )
        faults, found = [], None
        if form.is_bound and form.is_valid():
            is_check = "periksa" in request.POST
            try:
                rows = read_scores(form.cleaned_data["file"])
                faults = services.import_scores(
                    batch=batch,
                    stage=form.cleaned_data["stage"],
                    rows=rows,
                    by=request.user,
                    at=clock.now(),
                    dry_run=is_check,
                )
            except TableUnreadable as refusal:
                form.add_error("file", str(refusal))
            else:
                found = len(rows)
                if not faults and not is_check:
                    done = ngettext("%(count)d line entered.", "%(count)d lines entered.", found)
                    return self.done(request, done % {"count": found}, batch)
        return self.page(
            request,
            "admin/trainings/scores.html",
            status=422 if form.errors or faults else 200,
            title=_("Import test points"),
            form=form,
            original=batch,
            faults=faults,
            found=found,
        )
