"""The curators' pages: who gets there, what stands there and what does not yet."""

import re
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from exhibitions.models import ConflictOfInterest, Review, Verdict
from exhibitions.services import lift_conflict
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Message
from tests.exhibitions.fair import (
    JUDGED,
    Outcome,
    decide,
    in_review,
    office,
    owner_of,
    release,
    score,
    score_all,
)
from tests.factories import (
    ActivityFactory,
    BookingFactory,
    ConsultantFactory,
    CriterionFactory,
    ProductPermitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("exhibitions:curation_list")


@pytest.fixture(autouse=True)
def in_the_days_of_curation(portal_clock):
    portal_clock(JUDGED)


def panel_of(activity):
    return list(activity.curators.order_by("pk"))


def desk_of(activity):
    return reverse("exhibitions:curation_desk", args=[activity.slug])


def screen_of(entry):
    return reverse("exhibitions:entry_score", args=[entry.public_id])


def conflict_of(entry):
    return reverse("exhibitions:entry_conflict", args=[entry.public_id])


def points_for(activity, *points, **more):
    criteria = activity.criteria.order_by("position", "pk")
    given = [*points, *[points[-1]] * criteria.count()]
    return {
        f"points_{each.pk}": number for each, number in zip(criteria, given, strict=False)
    } | more


def text_of(response):
    return response.content.decode()


def main_of(response):
    """The page without its menu, on one line."""
    return " ".join(re.search(r"<main.*</main>", text_of(response), re.DOTALL)[0].split())


# --- The list and the desk --------------------------------------------------------------------


def test_list_shows_how_far_one_is(client):
    activity, rows = in_review(entries=4)
    curator = panel_of(activity)[0]
    rows[0].business.memberships.create(user=curator)
    score(rows[1], curator, 3)
    client.force_login(curator)

    said = main_of(client.get(LIST))

    assert activity.title in said
    assert "1 dari 3 dinilai" in said
    assert "1 disembunyikan" in said


def test_list_says_what_is_to_come(client):
    activity = ActivityFactory(panel=2)
    client.force_login(panel_of(activity)[0])

    said = main_of(client.get(LIST))

    assert "Belum ada yang perlu dikurasi" in said
    assert activity.title in said


def test_list_is_for_curators_and_whoever_sits_on_a_panel(client):
    activity, _rows = in_review(entries=1)
    expert = ConsultantFactory().user
    statuses = []
    for user in (UserFactory(), expert, UserFactory(role=Role.CURATOR)):
        client.force_login(user)
        statuses.append(client.get(LIST).status_code)
    activity.curators.add(expert)
    client.force_login(expert)

    assert [*statuses, client.get(LIST).status_code] == [403, 403, 200, 200]


def test_the_menu_leads_curators_to_their_desk_and_nobody_else(client):
    seen = {}
    for role in (None, Role.CURATOR, Role.PROGRAMME_ADMIN):
        client.force_login(UserFactory(role=role))
        seen[role] = f'href="{LIST}"' in text_of(client.get("/pameran/"))

    assert seen == {None: False, Role.CURATOR: True, Role.PROGRAMME_ADMIN: False}


def test_desk_lists_what_is_left_and_what_is_done(client):
    activity, [first, second] = in_review(entries=2)
    curator = panel_of(activity)[0]
    score(first, curator, 3)
    client.force_login(curator)

    left = main_of(client.get(desk_of(activity)))
    done = main_of(client.get(desk_of(activity), {"tampil": "sudah"}))

    assert screen_of(second) in left
    assert screen_of(first) not in left
    assert screen_of(first) in done
    assert done.count(screen_of(second)) == 1, "the button that goes on"


@pytest.mark.parametrize("name", ["curation_list", "curation_desk", "entry_score"])
@pytest.mark.parametrize("count", [1, 3])
def test_curation_query_counts(client, django_assert_num_queries, name, count):
    """The same for one and three entries, criteria, products, curators and activities."""
    activity, rows = in_review(entries=count, panel=count + 1, weights=[1] * count)
    curator = panel_of(activity)[0]
    for _more in range(count - 1):
        other, _entries = in_review(entries=2)
        other.curators.add(curator)
    score_all(activity, rows)
    client.force_login(curator)
    addresses = {
        "curation_list": LIST,
        "curation_desk": f"{desk_of(activity)}?tampil=semua",
        "entry_score": screen_of(rows[0]),
    }

    with django_assert_num_queries(
        {"curation_list": 12, "curation_desk": 11, "entry_score": 19}[name]
    ):
        response = client.get(addresses[name])

    assert response.status_code == 200


# --- One entry --------------------------------------------------------------------------------


def test_entry_shows_what_was_frozen_with_criteria_and_their_shares(client):
    activity = ActivityFactory(panel=2, weights=[3, 1])
    CriterionFactory(activity=activity, position=3, name="Label", scope="NOT_FOOD")
    activity, [entry] = in_review_of(activity)
    business, product = entry.business, entry.products.get()
    name, frozen = product.name, business.label
    product.name = "Nama Baru Sekali"
    product.save()
    client.force_login(panel_of(activity)[0])

    said = main_of(client.get(screen_of(entry)))

    assert name in said
    assert "Nama Baru Sekali" not in said
    assert frozen in said
    assert "75%" in said
    assert "25%" in said
    assert "Label" not in said
    assert "P-IRT" in said


def in_review_of(activity):
    from exhibitions import services
    from tests.exhibitions.fair import CLOSED
    from tests.factories import ApplicationFactory, ProductFactory

    product = ProductFactory(form="DRY_FOOD")
    ProductPermitFactory(product=product)
    row = ApplicationFactory(activity=activity, business=product.business, product=product)
    activity = services.begin_review(activity=activity, by=office(), at=CLOSED)
    row.refresh_from_db()
    return activity, [row]


def test_score_is_saved_and_leads_to_the_next_without_one(client):
    activity, [first, second, third] = in_review(entries=3, weights=[1, 1])
    curator = panel_of(activity)[0]
    score(second, curator, 3)
    client.force_login(curator)

    response = client.post(screen_of(first), points_for(activity, 4, 2, comment="Rapi."))

    assert response.url == screen_of(third)
    review = Review.objects.get(application=first, curator=curator)
    assert review.comment == "Rapi."
    assert [each.points for each in review.scores.order_by("criterion__position")] == [4, 2]
    assert client.post(screen_of(third), points_for(activity, 5)).url == desk_of(activity)


def test_those_skipped_come_at_the_end(client):
    activity, [first, second, third] = in_review(entries=3)
    client.force_login(panel_of(activity)[0])

    assert client.post(screen_of(second), points_for(activity, 4)).url == screen_of(third)
    assert client.post(screen_of(third), points_for(activity, 4)).url == screen_of(first)


def test_points_missing_are_named_beside_the_criterion_and_nothing_is_lost(client):
    activity, [entry] = in_review(entries=1, weights=[1, 1])
    first, second = activity.criteria.order_by("position")
    client.force_login(panel_of(activity)[0])

    response = client.post(screen_of(entry), {f"points_{first.pk}": "5", "comment": "Bagus"})

    assert response.status_code == 422
    assert response.context["form"].errors == {f"points_{second.pk}": ["Beri nilai 1 sampai 5."]}
    assert re.search(rf'name="points_{first.pk}" value="5"[^>]*checked', text_of(response))
    assert "Bagus" in text_of(response)
    assert not Review.objects.exists()


@pytest.mark.parametrize("points", ["0", "6", "-1", "lima", ""])
def test_points_out_of_range_are_refused(client, points):
    activity, [entry] = in_review(entries=1)
    client.force_login(panel_of(activity)[0])

    assert client.post(screen_of(entry), points_for(activity, points)).status_code == 422
    assert not Review.objects.exists()


def test_saved_points_stand_in_the_form_again(client):
    activity, [entry] = in_review(entries=1)
    curator = panel_of(activity)[0]
    score(entry, curator, 4)
    client.force_login(curator)

    assert re.search(r'value="4"[^>]*checked', text_of(client.get(screen_of(entry))))


def test_photo_is_the_frozen_one_and_only_for_the_panel(client):
    activity, [entry] = in_review(entries=1)
    shown = entry.entries.get()
    shown.photo.save("foto", ContentFile(b"dibekukan"))
    address = reverse("exhibitions:entry_photo", args=[entry.public_id, shown.product.public_id])
    curator, near, _third = panel_of(activity)
    owner = owner_of(entry)
    entry.business.memberships.create(user=near)
    answers = {}
    for name, user in {
        "curator": curator,
        "near": near,
        "owner": owner,
        "stranger": UserFactory(role=Role.CURATOR),
    }.items():
        client.force_login(user)
        answers[name] = client.get(address).status_code
    client.force_login(curator)
    response = client.get(address)

    assert answers == {"curator": 200, "near": 404, "owner": 404, "stranger": 404}
    assert (response.content, response["Content-Type"]) == (b"dibekukan", "image/webp")
    assert "attachment" in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-cache"
    assert address in text_of(client.get(screen_of(entry)))


def test_photo_that_is_not_there_is_a_404(client):
    activity, [entry] = in_review(entries=1)
    client.force_login(panel_of(activity)[0])
    product = entry.products.get().public_id

    for args in ([entry.public_id, product], [entry.public_id, uuid4()], [uuid4(), product]):
        assert client.get(reverse("exhibitions:entry_photo", args=args)).status_code == 404


# --- FM-55: never too early, never one's own --------------------------------------------------


def test_fm55_the_page_hides_others_points_until_ones_own_are_saved(client):
    activity, [entry, _other] = in_review(entries=2)
    first, second, _third = panel_of(activity)
    first.full_name = "Kurator Pertama"
    first.save()
    review = score(entry, first, 5)
    review.comment = "Luar biasa menurut saya"
    review.save()
    client.force_login(second)

    before = [main_of(client.get(page)) for page in (LIST, desk_of(activity), screen_of(entry))]
    refused = main_of(client.post(screen_of(entry), {}))
    client.post(screen_of(entry), points_for(activity, 2))
    after = main_of(client.get(screen_of(entry)))

    for page in [*before, refused]:
        assert "Kurator Pertama" not in page
        assert "Luar biasa" not in page
    assert "Kurator Pertama" in after
    assert "Luar biasa menurut saya" in after


def test_fm55_own_entries_and_those_near_are_nowhere_to_be_found(client):
    activity, [own, advised, free] = in_review(entries=3)
    curator = panel_of(activity)[0]
    own.business.memberships.create(user=curator, is_active=False)
    BookingFactory(consultant=ConsultantFactory(user=curator), business=advised.business)
    client.force_login(curator)

    desk = main_of(client.get(desk_of(activity), {"tampil": "semua"}))
    answers = [
        client.generic(method, address, points_for(activity, 5)).status_code
        if method == "GET"
        else client.post(address, points_for(activity, 5)).status_code
        for entry in (own, advised)
        for address in (screen_of(entry), conflict_of(entry))
        for method in ("GET", "POST")
    ]

    assert screen_of(free) in desk
    for hidden in (own, advised):
        assert screen_of(hidden) not in desk
        assert hidden.business.label not in desk
    assert "2 disembunyikan" in desk
    assert answers == [404] * 8
    assert not Review.objects.exists()


def test_fm55_a_conflict_hides_the_entry_and_what_was_given(client):
    activity, [entry, other] = in_review(entries=2)
    curator, colleague, _third = panel_of(activity)
    score_all(activity, [entry])
    client.force_login(curator)
    before = main_of(client.get(screen_of(entry)))

    response = client.post(
        conflict_of(entry),
        declared := {
            "reason": "Usaha adik saya",
            "submission_key": str(uuid4()),
        },
    )
    again = client.post(conflict_of(entry), declared)
    desk = main_of(client.get(desk_of(activity), {"tampil": "semua"}))

    assert colleague.full_name in before
    assert response.url == again.url == desk_of(activity)
    assert ConflictOfInterest.objects.get().reason == "Usaha adik saya"
    assert client.get(screen_of(entry)).status_code == 404
    assert client.get(conflict_of(entry)).status_code == 404
    assert screen_of(entry) not in desk
    assert screen_of(other) in desk


def test_conflict_needs_its_reason(client):
    activity, [entry] = in_review(entries=1)
    client.force_login(panel_of(activity)[0])

    assert client.get(conflict_of(entry)).status_code == 200
    response = client.post(conflict_of(entry), {"reason": " ", "submission_key": str(uuid4())})

    assert response.status_code == 422
    assert not ConflictOfInterest.objects.exists()


def test_fm55_after_a_lifted_conflict_the_entry_is_scored_anew_and_first(client):
    activity, [entry] = in_review(entries=1)
    curator, colleague, _third = panel_of(activity)
    score_all(activity, [entry])
    client.force_login(curator)
    client.post(conflict_of(entry), {"reason": "Keliru", "submission_key": str(uuid4())})
    conflict = ConflictOfInterest.objects.get()
    lift_conflict(conflict=conflict, reason="Bukan saudara", by=office(), at=JUDGED)

    page = main_of(client.get(screen_of(entry)))
    desk = main_of(client.get(desk_of(activity)))

    assert colleague.full_name not in page
    assert screen_of(entry) in desk
    assert "0 dari 1 dinilai" in desk


def test_fm55_no_panel_no_page(client):
    activity, [entry] = in_review(entries=1)
    score_all(activity, [entry])
    visitors = [owner_of(entry), UserFactory(), office(), UserFactory(role=Role.CURATOR)]
    answers = []
    for user in visitors:
        client.force_login(user)
        pages = (desk_of(activity), screen_of(entry), conflict_of(entry))
        answers += [client.get(page).status_code for page in pages]

    assert answers == [404] * 12


# --- FM-56: nothing of a decision before the release ------------------------------------------


def test_fm56_no_page_of_curators_or_owners_tells_a_decision_before_the_release(client):
    activity, rows = in_review(entries=2, panel=2, quota=1)
    score_all(activity, rows, 5, 1)
    curator = panel_of(activity)[0]
    owner = owner_of(rows[1])

    def seen():
        pages = []
        for user in (curator, owner):
            client.force_login(user)
            addresses = [LIST, desk_of(activity), f"{desk_of(activity)}?tampil=semua"]
            addresses += [screen_of(row) for row in rows] + [conflict_of(row) for row in rows]
            addresses += ["/pameran/", reverse("notifications:inbox"), "/"]
            for address in addresses:
                answer = client.get(address)
                # Each page has keys of its own, against forged and repeated forms.
                keys = r'name="(csrfmiddlewaretoken|submission_key)" value="[^"]+"'
                pages.append((address, answer.status_code, re.sub(keys, "", text_of(answer))))
        return pages

    before = seen()
    decide(rows[0], Outcome.SELECT)
    decide(rows[1], Outcome.REFUSE, note="Kemasan belum rapi betul")

    assert Verdict.objects.count() == 2
    assert seen() == before
    assert not Message.objects.filter(kind__startswith="APPLICATION_").exists()


# --- FM-57: frozen; scores only between closing and release -----------------------------------


def test_fm57_after_the_release_the_screen_takes_no_points(client):
    activity, [entry] = in_review(entries=1, panel=2)
    score_all(activity, [entry], 3)
    decide(entry, Outcome.SELECT)
    release(activity)
    client.force_login(panel_of(activity)[0])

    page = client.get(screen_of(entry))
    refused = client.post(screen_of(entry), points_for(activity, 5))
    too_late = client.post(conflict_of(entry), {"reason": "Adik", "submission_key": str(uuid4())})

    assert "data-score" not in text_of(page)
    assert (refused.status_code, too_late.status_code) == (409, 409)
    assert "Kurasi ini sudah selesai" in text_of(refused)
    assert Review.objects.filter(scores__points=5).count() == 0


def test_fm57_before_the_curation_nobody_sees_an_entry(client):
    from tests.factories import ApplicationFactory

    activity = ActivityFactory(panel=2, weights=[1])
    entry = ApplicationFactory(activity=activity)
    client.force_login(panel_of(activity)[0])

    assert entry.business.label not in text_of(client.get(desk_of(activity)))
    assert client.get(screen_of(entry)).status_code == 404
    assert client.post(screen_of(entry), points_for(activity, 5)).status_code == 404


# --- FM-58: comparable ------------------------------------------------------------------------


def test_fm58_points_from_the_screen_make_a_total_from_0_to_100(client):
    from exhibitions import selectors
    from exhibitions.models import FairnessRule

    activity, [entry] = in_review(entries=1, panel=2, weights=[3, 1])
    FairnessRule.objects.create(
        activity=activity, rotation_penalty=0, first_timer_bonus=0, village_bonus=0
    )
    for curator, points in zip(panel_of(activity), ((5, 1), (5, 5)), strict=True):
        client.force_login(curator)
        client.post(screen_of(entry), points_for(activity, *points))

    [result] = selectors.ranking_of(activity)

    # Three parts of four are reached whole, the last one by half.
    assert result.total == 87.5
