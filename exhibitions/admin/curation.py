"""The curation of an activity: how far the panel is, the ranking line by line, the release."""

from collections import Counter

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exhibitions import selectors, services
from exhibitions.admin.acts import DECIDE, ReadPages, act
from exhibitions.admin.forms import CuratorForm, ProposeForm
from exhibitions.models import Activity, Verdict
from plut_portal.core import clock
from plut_portal.core.admin_forms import OfficeForm
from plut_portal.core.forms import posted


def curation_url(activity):
    return reverse("admin:exhibitions_activity_curation", args=[activity.pk])


class CurationPages(ReadPages):
    """Page and acts of an activity."""

    def get_urls(self):
        page = self.page_url("kurasi", self.curation, "curation", "exhibitions.view_verdict")
        return [page, *super().get_urls()]

    def curation(self, request, activity):
        ranking = selectors.ranking_visible_to(request.user, activity)
        verdicts = _verdicts(request.user, activity)
        decides = request.user.has_perm(DECIDE)
        is_deciding = decides and activity.state == Activity.State.REVIEW
        places = selectors.places_of(activity, at=clock.now())
        free = places.free_to_give
        departures = (
            selectors.departures(activity, ranking, verdicts, free=free) if is_deciding else {}
        )
        unscored = selectors.waiting_for_points_of(request.user, activity).count()
        return self.page(
            request,
            "admin/exhibitions/curation.html",
            title=_("Curation of %(activity)s") % {"activity": activity},
            original=activity,
            panel=selectors.panel_progress(activity),
            rule=selectors.rule_text(activity),
            rows=[
                (number, result, verdicts.get(pk := result.application.pk), departures.get(pk))
                for number, result in enumerate(ranking, start=1)
            ],
            gaps=selectors.score_gaps(activity) if is_deciding else None,
            unscored=unscored if decides else 0,
            hidden=selectors.hidden_entries(activity, ranking) - unscored if decides else 0,
            places=free if is_deciding else places.quota,
            outcomes=_tally(verdicts.values()),
            undecided=sum(result.application.pk not in verdicts for result in ranking),
            decides=is_deciding,
        )

    @act(gettext_lazy("Propose decisions"), "usulkan", "auto_awesome", DECIDE)
    def propose(self, request, object_id):
        activity = self.object_or_404(request, object_id)
        gaps = selectors.score_gaps(activity)

        def run(data):
            made = services.propose_verdicts(
                activity=activity, by=request.user, at=clock.now(), **data
            )
            self.message_user(request, _proposed_text(len(made)))
            return redirect(curation_url(activity))

        return self.service_page(
            request,
            obj=activity,
            title=_("Propose decisions by the ranking"),
            intro=_(
                "The best as many as there are places are chosen, all others become reserves. What"
                " somebody decided stays; earlier proposals are replaced by the ranking as it is"
                " now. Nobody is told anything before the release."
            ),
            template="admin/exhibitions/propose.html",
            gaps=gaps,
            form=ProposeForm(posted(request), gaps=gaps),
            submit=_("Propose them"),
            run=run,
            back_url=curation_url(activity),
        )

    @act(gettext_lazy("Add a curator"), "tambah-kurator", "person_add", DECIDE)
    def add_curator(self, request, object_id):
        activity = self.object_or_404(request, object_id)
        return self.act_page(
            request,
            activity,
            CuratorForm(posted(request), activity=activity),
            services.add_curator,
            title=_("Add a curator"),
            intro=_(
                "Where conflicts of interest or an illness leave fewer than two curators for an"
                " entry. Points that were given stay."
            ),
            then=lambda: redirect(curation_url(activity)),
            back_url=curation_url(activity),
        )

    @act(gettext_lazy("Release the results"), "rilis", "send", DECIDE)
    def release(self, request, object_id):
        """What everybody will be told; ordered, a worker tells them, and the page says how far."""
        activity = self.object_or_404(request, object_id)
        release = activity.releases.order_by("-pk").first()
        is_running = release is not None and release.is_waiting
        preview = None
        if activity.state == Activity.State.REVIEW and not is_running:
            preview = services.preview_release(activity=activity, by=request.user, at=clock.now())
        is_ready = preview is not None and not preview.problems
        return self.service_page(
            request,
            obj=activity,
            template="admin/exhibitions/release.html",
            title=_("Release the results of %(activity)s") % {"activity": activity},
            form=OfficeForm(posted(request)),
            submit=_("Release: tell everybody now") if is_ready else "",
            run=lambda data: self._order(request, activity),
            preview=preview,
            outcomes=_tally(row.verdict for row in preview.rows) if preview else [],
            progress=selectors.release_progress(release) if release else None,
            back_url=curation_url(activity),
        )

    def _order(self, request, activity):
        services.order_release(activity=activity, by=request.user, at=clock.now())
        return redirect("admin:exhibitions_activity_release", activity.pk)


def _verdicts(user, activity):
    """Those this person may know of, by application."""
    rows = Verdict.objects.visible_to(user).filter(application__activity=activity)
    return {row.application_id: row for row in rows.prefetch_related("constraints")}


def _tally(verdicts):
    """Of those that are shown alone: the others could be told from the difference (FM-55)."""
    found = Counter(verdict.outcome for verdict in verdicts if verdict)
    return [(outcome.label, found[outcome]) for outcome in Verdict.Outcome]


def _proposed_text(count):
    if not count:
        return _("The proposals are as the ranking is; nothing had to be changed.")
    done = ngettext("%(count)d decision proposed.", "%(count)d decisions proposed.", count)
    return done % {"count": count}
