"""An exhibition as tests need it: applied for, curated, decided, released."""

from datetime import timedelta

from exhibitions import services
from exhibitions.models import Activity, Application, Verdict
from plut_portal.accounts.roles import Role
from tests.factories import (
    ActivityFactory,
    ApplicationFactory,
    BusinessFactory,
    ConstraintFactory,
    ProductFactory,
    UserFactory,
)
from tests.times import NOW

# Applications close a week from now; the exhibition begins two weeks from now.
CLOSED = NOW + timedelta(days=7)
JUDGED = CLOSED + timedelta(days=1)
RELEASED = CLOSED + timedelta(days=2)
Outcome, State = Verdict.Outcome, Application.State


def office():
    return UserFactory(role=Role.PROGRAMME_ADMIN)


def counter():
    return UserFactory(role=Role.COUNTER_OFFICER)


def owner_of(application):
    return application.business.people.get()


def apply(activity, business=None, *, at=NOW, products=None):
    """An owner sends an application with one product."""
    business = business or BusinessFactory()
    products = products if products is not None else [ProductFactory(business=business)]
    by = business.people.get()
    draft = services.save_draft(
        activity=activity, business=business, products=products, by=by, at=at
    )
    return services.submit_application(application=draft, agrees=True, by=by, at=at)


def in_review(*, entries=3, panel=3, weights=(1,), **fields):
    """Curation has begun over so many entries; answers with the activity and the entries."""
    activity = ActivityFactory(panel=panel, weights=list(weights), **fields)
    rows = [ApplicationFactory(activity=activity) for _each in range(entries)]
    activity = services.begin_review(activity=activity, by=office(), at=CLOSED)
    for row in rows:
        row.refresh_from_db()
    return activity, rows


def score(application, curator, *points, at=JUDGED):
    """These points for the criteria in their order; the last one for all that remain."""
    criteria = list(application.activity.criteria.order_by("position", "pk"))
    given = [*points, *[points[-1]] * len(criteria)]
    return services.save_review(
        application=application,
        points=dict(zip(criteria, given, strict=False)),
        by=curator,
        at=at,
    )


def score_all(activity, rows, *points):
    """Every curator gives the first entry the first of these points, and so on."""
    for row, number in zip(rows, points or [3] * len(rows), strict=True):
        for curator in activity.curators.order_by("pk"):
            score(row, curator, number)


def decide(application, outcome, *, by=None, constraints=None, note=""):
    if outcome == Outcome.REFUSE and constraints is None:
        constraints = [ConstraintFactory()]
    return services.set_verdict(
        application=application,
        outcome=outcome,
        constraints=constraints or [],
        note=note,
        by=by or office(),
        at=JUDGED,
    )


def release(activity, *, at=RELEASED):
    """Carried out as a worker does; the queue of tests would be at it at an hour of its own."""
    staff = office()
    preview = services.preview_release(activity=activity, by=staff, at=at)
    assert preview.problems == []
    order = activity.releases.create(total=len(preview.rows), ordered_by=staff, ordered_at=at)
    answer = services.carry_out_release(release_id=order.pk, at=at)
    activity.refresh_from_db()
    return answer


def released(outcomes, **fields):
    """Released with these outcomes, one entry each in this order; the entries, in that order."""
    activity, rows = in_review(entries=len(outcomes), panel=2, **fields)
    score_all(activity, rows, *[max(1, 5 - number) for number in range(len(rows))])
    staff = office()
    for row, outcome in zip(rows, outcomes, strict=True):
        decide(row, outcome, by=staff)
    assert release(activity) == "DONE"
    for row in rows:
        row.refresh_from_db()
    return activity, rows


def confirmed(*, kind=Activity.Kind.EXHIBITION, **fields):
    """Somebody who takes part in an activity whose results are out."""
    window = dict.fromkeys(("apply_from", "apply_until", "answer_by"))
    activity = ActivityFactory(
        kind=kind, state=Activity.State.RELEASED, released_at=NOW, **window | fields
    )
    return ApplicationFactory(activity=activity, state=State.CONFIRMED)
