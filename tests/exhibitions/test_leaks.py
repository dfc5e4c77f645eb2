"""Nothing of a decision shows on any page of an applicant before all are released (FM-56)."""

import re

import pytest
from django.urls import reverse

from tests.exhibitions.fair import (
    JUDGED,
    RELEASED,
    Outcome,
    decide,
    in_review,
    office,
    owner_of,
    release,
    score_all,
)
from tests.factories import ConstraintFactory

pytestmark = pytest.mark.django_db

# What differs from one answer to the next and tells nothing.
PASSING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def pages_of(client, application):
    """Everything an applicant can open about her application, as HTML."""
    client.force_login(owner_of(application))
    addresses = [
        application.get_absolute_url(),
        reverse("exhibitions:application_list"),
        application.activity.get_absolute_url(),
        reverse("exhibitions:list"),
        reverse("insights:agenda"),
        reverse("notifications:inbox"),
        reverse("home"),
    ]
    return [PASSING.sub("", client.get(address).content.decode()) for address in addresses]


def test_fm56_every_page_is_the_same_to_the_letter_until_the_release(client, portal_clock):
    activity, rows = in_review(entries=3, panel=2, quota=1)
    portal_clock(JUDGED)
    undecided = [pages_of(client, row) for row in rows]

    score_all(activity, rows, 5, 3, 1)
    staff, reason = office(), ConstraintFactory(label="Kemasan mudah sobek")
    for row, outcome in zip(rows, [Outcome.SELECT, Outcome.RESERVE, Outcome.REFUSE], strict=True):
        decide(
            row,
            outcome,
            by=staff,
            constraints=[reason] if outcome == Outcome.REFUSE else None,
            note="Catatan kurasi",
        )
    portal_clock(JUDGED)
    decided = [pages_of(client, row) for row in rows]
    release(activity)
    portal_clock(RELEASED)
    told = [pages_of(client, row)[0] for row in rows]

    assert decided == undecided
    assert ["Ya, kami datang" in page for page in told] == [True, False, False]
    assert ["nomor 1" in page for page in told] == [False, True, False]
    assert ["Kemasan mudah sobek" in page for page in told] == [False, False, True]
    assert ["Catatan kurasi" in page for page in told] == [True] * 3


def test_fm56_the_page_of_one_applicant_tells_nothing_of_another(client, portal_clock):
    activity, rows = in_review(entries=2, panel=2, quota=1)
    score_all(activity, rows, 5, 1)
    for row, outcome in zip(rows, [Outcome.SELECT, Outcome.REFUSE], strict=True):
        decide(row, outcome, note=f"Catatan {row.business.label}")
    release(activity)
    portal_clock(RELEASED)

    pages = "".join(pages_of(client, rows[1]))

    assert rows[0].business.label not in pages
    assert client.get(rows[0].get_absolute_url()).status_code == 404
