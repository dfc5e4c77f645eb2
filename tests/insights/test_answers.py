"""Each number of the answer to the council, counted again by plain SQL over a made-up office."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesses.models import Village
from consultations.models import Constraint
from plut_portal.accounts.roles import Role
from plut_portal.core.periods import Period
from plut_portal.insights.answers import LISTINGS, answer
from plut_portal.insights.answers.listings import with_kendala
from plut_portal.insights.coverage import PLACES, coverage
from plut_portal.insights.models import AnnualTarget
from tests.factories import (
    BatchFactory,
    BookingFactory,
    EnrolmentFactory,
    SnapshotFactory,
    UserFactory,
    VillageFactory,
    VisitFactory,
)
from tests.insights import council
from tests.times import NOW
from tests.trainings.school import ask
from trainings import services as trainings

pytestmark = pytest.mark.django_db

PAGE, ROWS = reverse("admin:answers"), reverse("admin:answer_rows")
PERIODS = [Period(2026), Period(2025), Period(2027, 1), *(Period(2026, q) for q in (1, 2, 3, 4))]
AT = council.LATER

# The days of Batu are cut out of the moments by the database here, not by the portal's periods.
DAY = "(%s AT TIME ZONE 'Asia/Jakarta')::date"
SERVED = f"""
    SELECT business_id, {DAY % "starts_at"} AS day FROM consultations_booking
     WHERE status = 'ATTENDED'
    UNION ALL
    SELECT business_id, {DAY % "at"} FROM consultations_visit
     WHERE kind = 'BUSINESS' AND booking_id IS NULL
    UNION ALL
    SELECT e.business_id, {DAY % "m.starts_at"} FROM trainings_attendance a
      JOIN trainings_meeting m ON m.id = a.meeting_id
      JOIN trainings_enrolment e ON e.id = a.enrolment_id
     WHERE a.undone_at IS NULL AND NOT m.is_cancelled
"""
IN_FORCE = f"""
    SELECT s.*, {DAY % "s.taken_at"} AS day FROM businesses_snapshot s
     WHERE NOT EXISTS (SELECT 1 FROM businesses_snapshot c WHERE c.corrects_id = s.id)
"""
PASSED = """
    SELECT e.id, e.business_id, t.kind FROM begun b
      JOIN trainings_enrolment e ON e.batch_id = b.batch_id
      JOIN trainings_batch k ON k.id = b.batch_id
      JOIN trainings_stage t ON t.track_id = k.track_id
      LEFT JOIN trainings_stageprogress p ON p.enrolment_id = e.id AND p.stage_id = t.id
     WHERE p.waived_at IS NOT NULL OR (
       (t.pass_mark IS NULL OR p.test_points >= t.pass_mark)
       AND (t.output_kind = 'NONE' OR EXISTS (
         SELECT 1 FROM trainings_output o
          WHERE o.enrolment_id = e.id AND o.stage_id = t.id AND o.state = 'ACCEPTED'))
       AND 100 * (SELECT coalesce(sum(m.hours), 0) FROM trainings_attendance a
                    JOIN trainings_meeting m ON m.id = a.meeting_id
                    JOIN trainings_course c ON c.id = m.course_id
                   WHERE a.enrolment_id = e.id AND c.stage_id = t.id
                     AND a.undone_at IS NULL AND NOT m.is_cancelled)
           >= t.attendance_percent * (SELECT sum(m.hours) FROM trainings_meeting m
                    JOIN trainings_course c ON c.id = m.course_id
                   WHERE m.batch_id = e.batch_id AND c.stage_id = t.id AND NOT m.is_cancelled))
"""
ENROLLED = f"""
    WITH begun AS (
      SELECT batch_id FROM trainings_batchstage s JOIN trainings_batch b ON b.id = s.batch_id
       WHERE b.state IN ('PUBLISHED', 'FINISHED')
       GROUP BY batch_id HAVING min(starts_on) BETWEEN %(first)s AND %(last)s
    ), enrolled AS (
      SELECT e.* FROM trainings_enrolment e JOIN begun USING (batch_id)
       WHERE e.enrolled_at IS NOT NULL AND (e.status = 'ENROLLED' OR e.status = 'WITHDRAWN'
         AND e.ended_at >= (SELECT min(m.starts_at) FROM trainings_meeting m
                             WHERE m.batch_id = e.batch_id AND NOT m.is_cancelled))
    ), passed AS ({PASSED})
"""
TOOK_PART = """
    (SELECT p.id FROM exhibitions_application p JOIN exhibitions_activity v ON v.id = p.activity_id
      WHERE p.state = 'CONFIRMED' AND v.state <> 'CANCELLED')
"""
WITHIN = "day BETWEEN %(first)s AND %(last)s"
STOPPED = f"""
    SELECT DISTINCT s.business_id FROM ({IN_FORCE}) s
     WHERE s.operating_state = 'STOPPED' AND s.day <= %(last)s AND NOT EXISTS (
       SELECT 1 FROM ({IN_FORCE}) r WHERE r.business_id = s.business_id
          AND r.operating_state = 'RUNNING' AND r.taken_at > s.taken_at AND r.day < %(first)s)
"""
AT_ITS_END = f"""
    SELECT DISTINCT ON (business_id) business_id, operating_state FROM ({IN_FORCE}) s
     WHERE operating_state <> '' AND day <= %(last)s ORDER BY business_id, taken_at DESC, id DESC
"""
NUMBERS = {
    "SERVED": f"SELECT count(DISTINCT business_id) FROM ({SERVED}) x WHERE {WITHIN}",
    "FIRST_TIMERS": f"""
        SELECT count(*) FROM (SELECT business_id, min(day) AS day FROM ({SERVED}) x
         GROUP BY business_id) f WHERE {WITHIN}""",
    "ALL_THREE": f"""{ENROLLED}
        SELECT count(*) FROM enrolled e WHERE 3 = (
          SELECT count(*) FROM passed p WHERE p.id = e.id)""",
    "PACKAGED": f"""{ENROLLED}
        SELECT count(*) FROM enrolled e WHERE 2 = (
          SELECT count(*) FROM passed p WHERE p.id = e.id AND kind <> 'PRODUCTION')""",
    "TURNOVER": f"""
        SELECT coalesce(sum(amount), 0) FROM (
          SELECT turnover AS amount, day FROM exhibitions_dailyreport
           WHERE application_id IN {TOOK_PART}
          UNION ALL
          SELECT amount, ordered_on FROM exhibitions_followuporder
           WHERE application_id IN {TOOK_PART}) m WHERE {WITHIN}""",
    "AGAIN": f"""
        SELECT count(*) FROM ({STOPPED}) s JOIN ({AT_ITS_END}) l USING (business_id)
         WHERE l.operating_state = 'RUNNING'""",
    "WOMEN": f"""
        SELECT coalesce(sum(workers_female), 0) FROM (
          SELECT DISTINCT ON (business_id) business_id, workers_female FROM ({IN_FORCE}) s
           WHERE workers_female IS NOT NULL AND day <= %(last)s
           ORDER BY business_id, taken_at DESC, id DESC) w
         WHERE business_id IN (SELECT business_id FROM ({SERVED}) x WHERE {WITHIN})""",
    "VILLAGES": f"""
        SELECT count(DISTINCT b.village_id) FROM ({SERVED}) x
          JOIN businesses_business b ON b.id = x.business_id WHERE {WITHIN}""",
}
PARTS = {
    "ENROLLED": f"{ENROLLED} SELECT count(*) FROM enrolled",
    "STOPPED": f"SELECT count(*) FROM ({STOPPED}) s",
    "OUTSIDE": f"""
        SELECT count(*) FROM (SELECT is_outside_batu, {DAY % "finished_at"} AS day
          FROM consultations_constraintcheck) c WHERE is_outside_batu AND {WITHIN}""",
    "NOBODY": f"""
        SELECT count(*) FROM (SELECT id, is_outside_batu, {DAY % "finished_at"} AS day
          FROM consultations_constraintcheck) c
          JOIN consultations_checkresult r ON r.run_id = c.id AND r.rank = 1
          JOIN consultations_constraint k ON k.id = r.constraint_id
         WHERE NOT is_outside_batu AND {WITHIN} AND NOT EXISTS (
           SELECT 1 FROM consultations_consultant_expertises e
            WHERE e.expertise_id = k.expertise_id)""",
    "NO_PLACE": f"""
        SELECT count(*) FROM (SELECT status, {DAY % "asked_at"} AS day
          FROM trainings_enrolment) e
         WHERE status IN ('WAITING', 'NO_PLACE', 'CANCELLED') AND {WITHIN}""",
    "NOT_CHOSEN": f"""
        SELECT count(*) FROM (SELECT state, {DAY % "submitted_at"} AS day
          FROM exhibitions_application) a WHERE state IN ('REFUSED', 'RESERVE') AND {WITHIN}""",
}
KENDALA = f"""
    SELECT r.constraint_id, count(DISTINCT k.business_id) FROM consultations_sessionrecord r
      JOIN (SELECT id, business_id, status, {DAY % "starts_at"} AS day
              FROM consultations_booking) k ON k.id = r.booking_id
     WHERE r.constraint_id IS NOT NULL AND k.status = 'ATTENDED' AND {WITHIN}
     GROUP BY r.constraint_id
"""


def by_sql(query, period):
    with connection.cursor() as cursor:
        cursor.execute(query, {"first": period.first, "last": period.last})
        return cursor.fetchall()


@pytest.fixture
def office():
    return council.build()


def test_each_number_and_its_rows_are_those_of_plain_sql(office):
    ever_seen = dict.fromkeys([*NUMBERS, *PARTS], 0)
    for period in PERIODS:
        told = answer(period, at=AT)
        shown = {figure.code: figure.value for figure in told.figures}
        expected = {code: by_sql(query, period)[0][0] for code, query in NUMBERS.items()}
        assert shown == expected, period
        for code, query in PARTS.items():
            counted = by_sql(query, period)[0][0]
            assert len(LISTINGS[code].rows(period, AT)) == counted, (code, period)
            ever_seen[code] += counted
        for code, value in expected.items():
            ever_seen[code] += value
        assert (told.unmet.total, told.figures[2].of, told.figures[4].of) == (
            sum(by_sql(PARTS[code], period)[0][0] for code in list(PARTS)[2:]),
            by_sql(PARTS["ENROLLED"], period)[0][0],
            by_sql(PARTS["STOPPED"], period)[0][0],
        )
    # A number that is nought everywhere would have proven nothing.
    assert all(ever_seen.values()), ever_seen


def test_the_rows_behind_a_number_add_up_to_it(office):
    for period in PERIODS:
        for figure in answer(period, at=AT).figures:
            rows = list(LISTINGS[figure.code].rows(period, AT))
            if figure.code == "TURNOVER":
                assert sum(row.sold + row.ordered for row in rows) == figure.value
            elif figure.code == "WOMEN":
                assert sum(row.women for row in rows) == figure.value
            else:
                assert len(rows) == figure.value, (figure.code, period)


def test_kendala_are_those_of_plain_sql_by_village_and_trade(office):
    for period in PERIODS:
        rows = answer(period, at=AT).kendala.rows
        assert {row.pk: row.businesses for row in rows} == dict(by_sql(KENDALA, period))
        for row in rows:
            assert sum(count for _village, count in row.villages) == row.businesses
            assert sum(row.trades.values()) == row.businesses
            listing = with_kendala(Constraint.objects.get(pk=row.pk))
            assert listing.rows(period, AT).count() == row.businesses


def test_coverage_of_villages_is_that_of_plain_sql(office):
    for period in PERIODS:
        shown = coverage(period, at=AT)
        served = dict(
            by_sql(
                f"""SELECT b.village_id, count(DISTINCT b.id) FROM ({SERVED}) x
                    JOIN businesses_business b ON b.id = x.business_id
                    WHERE {WITHIN} GROUP BY 1""",
                period,
            )
        )
        ever = dict(
            by_sql(
                f"""SELECT village_id, count(*) FROM businesses_business WHERE id NOT IN
                    (SELECT business_id FROM ({SERVED}) x) GROUP BY 1""",
                period,
            )
        )
        assert {row.village.pk: row.served for row in shown.rows if row.served} == served
        assert {row.village.pk: row.never for row in shown.rows if row.never} == ever
        assert len(shown.at_zero) == len(shown.rows) - len(served)
    assert shown.never > 0


def test_new_years_eve_is_counted_in_its_year():
    BookingFactory(starts_at=council.MOMENTS[-2], status="ATTENDED")
    VisitFactory(at=council.MOMENTS[-1])

    served = [answer(Period(year), at=AT).figures[0].value for year in (2026, 2027)]
    first = [answer(Period(year), at=AT).figures[1].value for year in (2026, 2027)]

    assert (served, first) == ([1, 1], [1, 1])


def test_who_got_no_training_still_counts_once_the_books_are_closed():
    finished, off = BatchFactory(quota=1), BatchFactory(quota=1)
    for batch in (finished, off):
        _held, leaves, _waits = ask(batch), ask(batch), ask(batch)
        trainings.withdraw(enrolment=leaves, by=leaves.participant, at=NOW)
        EnrolmentFactory(batch=batch, status="EXPIRED", asked_at=NOW)
    before, by = answer(Period(2026), at=NOW).unmet.training, UserFactory(role=Role.PROGRAMME_ADMIN)

    trainings.finish_batch(batch=finished, by=by, at=NOW)
    trainings.cancel_batch(batch=off, reason="Gedung banjir", by=by, at=NOW)

    # Those in the batch that was called off get nothing either.
    assert (before, answer(Period(2026), at=NOW).unmet.training) == (2, 3)
    rows = LISTINGS["NO_PLACE"].rows(Period(2026), NOW)
    assert [row.status for row in rows] == ["NO_PLACE", "CANCELLED", "CANCELLED"]


def test_every_village_has_a_place_in_the_drawing_of_its_own():
    codes = set(Village.objects.values_list("code", flat=True))

    assert codes <= set(PLACES)
    assert len(PLACES) == len(set(PLACES.values())) == 24


def test_numbers_of_the_past_that_a_later_word_changes_say_so(client):
    booking = BookingFactory(starts_at=council.MOMENTS[0], status="ATTENDED")
    said = SnapshotFactory(business=booking.business, taken_at=booking.starts_at, workers_female=1)

    def told():
        figures = {figure.code: figure for figure in answer(Period(2025), at=AT).figures}
        rows = LISTINGS["VILLAGES"].rows(Period(2025), AT)
        return figures["WOMEN"].value, [row.village for row in rows]

    before = told()
    SnapshotFactory(
        business=booking.business,
        taken_at=said.taken_at,
        recorded_at=AT,
        workers_female=4,
        corrects=said,
        reason="Salah dengar",
    )
    was, booking.business.village = booking.business.village, VillageFactory()
    booking.business.save()

    assert (before, told()) == ((1, [was]), (4, [booking.business.village]))
    client.force_login(UserFactory(role=Role.HEAD))
    page = client.get(reverse("admin:answers")).content.decode()
    assert "termasuk perbaikan sesudahnya, dan tiap usaha di alamatnya saat ini" in page


def test_targets_stand_beside_the_numbers_of_their_year_alone(client):
    for year, value in ((2026, 4), (2025, 9)):
        AnnualTarget.objects.create(
            year=year, indicator="SERVED", value=value, source=f"Renja {year}"
        )
    BookingFactory(starts_at=council.MOMENTS[-2], status="ATTENDED")

    figure = answer(Period(2026, 4), at=AT).figures[0]

    assert (figure.value, figure.target.value, figure.percent) == (1, 4, 25)
    client.force_login(UserFactory(role=Role.HEAD))
    page = client.get(PAGE, {"tahun": 2026, "triwulan": 4}).content.decode()
    assert "Renja 2026" in page
    assert "Renja 2025" not in page
    assert "25%" in page


def test_an_empty_portal_answers_with_noughts_and_says_what_is_missing(client):
    client.force_login(UserFactory(role=Role.HEAD))

    response = client.get(PAGE)

    assert {figure.value for figure in response.context["answer"].figures} == {0}
    page = response.content.decode()
    assert "Belum ada target yang dicatat untuk tahun ini." in page
    assert "belum ditanyakan di mana pun" in page


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.HEAD, 200),
        (Role.AUDITOR, 200),
        (Role.PROGRAMME_ADMIN, 200),
        (Role.COUNTER_OFFICER, 403),
        (Role.CONSULTANT, 403),
        (Role.CURATOR, 403),
    ],
)
@pytest.mark.parametrize("name", ["answers", "answer_rows", "coverage", "ourselves"])
def test_figures_are_read_by_head_auditor_and_programme_admin(client, role, status, name):
    client.force_login(UserFactory(role=role))

    assert client.get(reverse(f"admin:{name}")).status_code == status


def test_every_drill_down_opens_and_an_unknown_one_is_not_there(client, office):
    client.force_login(UserFactory(role=Role.AUDITOR))
    year = {"tahun": 2026}

    for code in [*LISTINGS, "NEVER"]:
        response = client.get(ROWS, year | {"angka": code})
        assert response.status_code == 200, code
        for url, _cells in response.context["rows"][:1]:
            assert not url or client.get(url).status_code == 200, url
    assert client.get(ROWS, {"angka": "APA"}).status_code == 404
    # The form of the period carries both along, empty where the list is of something else.
    assert client.get(ROWS, {"angka": "ZERO", "kendala": "", "desa": ""}).status_code == 200
    page = client.get(PAGE, {"tahun": "abc", "triwulan": "9"})
    assert page.context["period"] == Period(2026)


@pytest.mark.parametrize("key", ["0", "999999", "abc", "-1", "9" * 19])
@pytest.mark.parametrize("asked", [{"kendala": ""}, {"angka": "NEVER", "desa": ""}])
def test_a_drill_down_into_what_there_is_not_is_not_there(client, asked, key):
    client.force_login(UserFactory(role=Role.AUDITOR))

    response = client.get(ROWS, {name: value or key for name, value in asked.items()})

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["answers", "answer_rows", "coverage", "ourselves"])
def test_pages_of_figures_ask_as_often_for_many_rows_as_for_few(
    client, name, django_assert_num_queries
):
    client.force_login(UserFactory(role=Role.HEAD))
    address = reverse(f"admin:{name}") + "?tahun=2026"
    council.build(businesses=9, seed=3)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    council.build(businesses=24, seed=4)
    VillageFactory()

    with django_assert_num_queries(len(few)):
        client.get(address)
