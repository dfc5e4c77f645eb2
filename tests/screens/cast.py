"""Who looks at the pages, and the rows their addresses name."""

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet

from businesses import services as businesses
from businesses.models import Business, Product
from businesses.selectors import duplicate_groups
from consultations import selectors
from consultations import services as consultations
from consultations.models import (
    Booking,
    BookingPolicy,
    CheckVersion,
    ConstraintCheck,
    Consultant,
    Expertise,
    Leave,
    MentoringCase,
    Visit,
)
from exhibitions import selectors as exhibition_selectors
from exhibitions import services as exhibition_services
from exhibitions.models import Application, RetailPartner, Submission
from plut_portal.accounts import services as accounts
from plut_portal.accounts.models import ContactCode, User
from plut_portal.accounts.roles import ADMIN_ROLES, Role
from plut_portal.core import clock, formats
from plut_portal.insights.demo import logins
from plut_portal.notifications.models import Message
from tests.screens import fair
from trainings.models import Batch, Certificate, Enrolment, Meeting, Output, Track

PASSWORD = logins.PASSWORD
COLLEAGUES = {
    "consultant": ("rini@plut.example", "Rini Astuti", Role.CONSULTANT),
    "admin": ("admin@plut.example", "Arif Prasetyo", Role.PROGRAMME_ADMIN),
    "counter": ("loket@plut.example", "Yuni Kartika", Role.COUNTER_OFFICER),
    "head": ("kepala@plut.example", "Endang Lestari", Role.HEAD),
    "auditor": ("auditor@plut.example", "Joko Susilo", Role.AUDITOR),
    "curator": ("kurator@plut.example", "Ratna Wulandari", Role.CURATOR),
}


# What these ticked in cek kendala, by question; everybody ticked the quiet answer elsewhere.
TICKED = {
    "checker": {3: "Cepat melempem, basi, atau berjamur", 5: "Belum punya NIB"},
    "rester": {1: "Sedang berhenti", 6: "Sepi pembeli", 9: "Karyawan keluar masuk"},
    "outsider": {6: "Sepi pembeli", 8: "Sudah mengajukan, ditolak bank"},
    "content": {},
}


def few() -> dict[str, User]:
    """Nobody but one of each kind, with nothing done yet."""
    people = {
        "owner": _person("Sumiati", phone="+6284000000001"),
        "new_owner": _person("Slamet", phone="+6284000000099"),
    }
    for who, (email, name, role) in COLLEAGUES.items():
        user = _person(name, email=email)
        user.groups.add(Group.objects.get(name=role))
        user.is_staff = role in ADMIN_ROLES
        user.save(update_fields=["is_staff"])
        people[who] = user
    Consultant.objects.create(user=people["consultant"], slug="rini-astuti")
    return people


def _person(name: str, **contact: str) -> User:
    return User.objects.create_user(full_name=name, password=PASSWORD, **contact)


def of_the_demo() -> dict[str, User]:
    people = {who: User.objects.get(email=email) for who, (email, *_) in COLLEAGUES.items()}
    people["owner"] = User.objects.with_contact("+6284000000001").get()
    people["new_owner"] = User.objects.with_contact("+6284000000099").get()
    people["mail_owner"] = User.objects.get(email="wahyu@kopilereng.example")
    now = clock.now()
    BookingPolicy.load().save()
    _book_late(people["owner"], at=now)
    _book_in_time(people["owner"], people["consultant"].consultant, by=people["admin"], at=now)
    people["away"] = _goes_away(at=now)
    people["fresh_owner"] = accounts.sign_up(
        full_name="Sulastri",
        contact="sulastri@contoh.example",
        password=PASSWORD,
        reminders=True,
        at=now,
    )
    people |= {who: _person(who.title(), email=f"{who}@contoh.example") for who in TICKED}
    absent = Booking.objects.filter(status="CONSULTANT_ABSENT")
    people["let_down"] = absent.order_by("pk")[0].booked_by
    moved = Booking.objects.filter(moves__isnull=False)
    people["mover"] = moved.order_by("pk")[0].booked_by
    people["canceller"] = Booking.objects.filter(status="CANCELLED").order_by("pk")[0].booked_by
    people["mender"] = _to_mend().people.order_by("pk")[0]
    people["two_steps"] = people["half_way"] = _with_two_steps()
    people |= fair.people(at=now)
    if going := travelling().first():
        people["traveller"] = going.business.people.order_by("pk")[0]
    if enrolment := trained().first():
        people["participant"] = enrolment.participant
        people["judge"] = enrolment.batch.batch_stages.order_by("stage__position")[
            0
        ].consultant.user
    return people


def _to_mend() -> Business:
    return Business.objects.filter(status="NEEDS_FIXING").order_by("pk")[0]


def _with_two_steps() -> User:
    user = _person("Dua Langkah", email="dua@plut.example")
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


def _goes_away(*, at: datetime) -> User:
    """The colleague of the first consultant with most to come, whose appointments are all hit.

    Not whom the guest at the counter needs: for that page there would be no time to choose.
    """
    needed = Visit.objects.answered_here().values("expertise")
    coming = Booking.objects.upcoming(at=at).exclude(consultant__position=0)
    (pk,) = (
        coming.exclude(consultant__expertises__in=needed)
        .values_list("consultant")
        .annotate(n=Count("pk"))
        .order_by("-n", "pk")[0][:1]
    )
    consultant = Consultant.objects.get(pk=pk)
    first = formats.wib_day(at) + timedelta(days=1)
    consultations.save_leave(
        leave=Leave(
            consultant=consultant,
            starts_on=first,
            ends_on=first + timedelta(days=20),
            substitute=Consultant.objects.get(position=0),
            reason="Bimbingan teknis di Surabaya",
        ),
        by=consultant.user,
        at=at,
    )
    return consultant.user


def _book_late(owner: User, *, at: datetime) -> None:
    """An appointment in two hours, which can neither be moved nor cancelled any more."""
    starts_at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    until = starts_at + timedelta(minutes=75)
    for consultant in Consultant.objects.exclude(user__full_name="Rini Astuti").order_by("pk"):
        if not consultant.bookings.overlapping(starts_at, until).exists():
            Booking.objects.create(
                consultant=consultant,
                expertise=consultant.expertises.all()[0],
                business=owner.businesses.order_by("pk")[0],
                booked_by=owner,
                topic="Harga jual keripik apel untuk toko oleh-oleh.",
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=1),
                occupied_until=until,
            )
            return


def _book_in_time(owner: User, consultant: Consultant, *, by: User, at: datetime) -> None:
    """An appointment that can still be moved and cancelled, at whatever hour this runs."""
    expertise = consultant.expertises.all()[0]
    times = selectors.alternatives(
        consultant=consultant, expertise=expertise, starts_at=at + timedelta(days=10), at=at
    )
    consultations.book_time(
        consultant=consultant,
        expertise=expertise,
        business=owner.businesses.order_by("pk")[0],
        booked_by=by,
        starts_at=times[-1].starts_at,
        topic="Uji simpan keripik di kemasan baru.",
        override_reason="Minta di muka",
        at=at,
    )


def rows(people: dict[str, User]) -> dict[str, dict[str, Any]]:
    """What stands in the addresses, by the name the list of pages calls it; some may be missing."""
    now = clock.now()
    owner, consultant = people["owner"], people["consultant"].consultant
    everything = Booking.objects.visible_to(owner).order_by("-starts_at")
    own = everything.filter(consultant=consultant)
    away = people["away"].consultant if "away" in people else consultant
    found: dict[str, Any] = {
        "leave": away.leaves.order_by("-pk").first(),
        "hours": consultant.weekly_hours.order_by("pk").first(),
        "extra": consultant.extra_hours.order_by("pk").first(),
        "coming": own.upcoming(at=now).first(),
        "soon": everything.filter(topic__startswith="Harga jual keripik apel").first(),
        "recorded": own.filter(record__actions__isnull=False).first(),
        "cancelled": Booking.objects.filter(status="CANCELLED").order_by("pk").first(),
        "let_down": Booking.objects.filter(status="CONSULTANT_ABSENT").order_by("pk").first(),
        "moved": Booking.objects.filter(moves__isnull=False).order_by("pk").first(),
        "unrecorded": consultant.bookings.unrecorded(at=now).first(),
        "case": MentoringCase.objects.visible_to(owner).filter(lead=consultant).first(),
        "asked": MentoringCase.objects.filter(referrals__to_consultant=consultant).first(),
        "business": owner.businesses.order_by("pk").first(),
        "own_product": Product.objects.offered().run_by(owner).in_order().first(),
        "shown_product": Product.objects.in_catalogue().order_by("-photos", "pk").first(),
        "person": owner,
        "visit": Visit.objects.filter(booking__isnull=False).order_by("pk").first(),
        "waiting_guest": Visit.objects.answered_here().order_by("pk").first(),
        "message": Message.objects.visible_to(owner).order_by("-due_at").first(),
    }
    kwargs = {key: {"public_id": row.public_id} for key, row in found.items() if row}
    kwargs |= {
        "wrong_code": {"code": "AAAA-AAAA"},
        "wrong_token": {"token": "x" * 32},
    }
    kwargs |= _product_rows(found["own_product"], found["shown_product"])
    kwargs |= _business_rows(found["business"], at=now)
    kwargs |= _training_rows(at=now)
    kwargs |= fair.rows(at=now)
    kwargs |= _exhibition_rows(people["curator"])
    kwargs |= _retail_rows(owner, at=now)
    if version := CheckVersion.objects.published().first():
        kwargs |= {"second_step": {"step": 2}, "last_step": {"step": version.questions.count() + 1}}
    if "away" in people:
        kwargs["away"] = {"slug": away.slug}
    if Consultant.objects.bookable().filter(pk=consultant.pk).exists():
        kwargs["consultant"] = {"slug": consultant.slug}
    if field := Expertise.objects.order_by("position").first():
        kwargs["field"] = {"slug": field.slug}
    if message := found["message"]:
        kwargs["code"] = {"code": message.code_text}
    if mailed := people.get("mail_owner"):
        asked = accounts.request_reset(contact=mailed.email, at=now)
        kwargs["reset_token"] = {"token": accounts.make_secret(code_id=asked.pk, at=now)}
        # Longer than in life, as whoever looks at all pages comes to it late.
        ContactCode.objects.filter(pk=asked.pk).update(expires_at=now + timedelta(hours=10))
    return kwargs


def _product_rows(own: Product | None, shown: Product | None) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    if own:
        rows["permit"] = {"public_id": own.public_id, "slug": "pirt"}
    if shown:
        rows["maker"] = {"public_id": shown.business.public_id}
    return rows


def _retail_rows(owner: User, *, at: datetime) -> dict[str, dict[str, Any]]:
    """A partner, the owner's product that is not ready for one and ready for another, a link."""
    rows: dict[str, dict[str, Any]] = {}
    own = list(Product.objects.offered().run_by(owner).in_order())
    for partner in exhibition_selectors.partners_asking():
        rows.setdefault("partner", {"public_id": partner.public_id})
        for offer in exhibition_selectors.offers_to(partner, own, at=at):
            light = offer.light
            address = {"public_id": partner.public_id, "product_id": light.product.public_id}
            rows.setdefault(f"partner_{light.colour.value.lower()}", address)
    if submission := Submission.objects.run_by(owner).order_by("pk").first():
        rows["submission"] = {"public_id": submission.public_id}
    admin = User.objects.filter(email=COLLEAGUES["admin"][0]).first()
    if admin and (partner := RetailPartner.objects.order_by("pk").first()):
        token = exhibition_services.make_link(partner=partner, days=30, by=admin, at=at)
        rows["partner_link"] = {"token": token}
    return rows


def _training_rows(*, at: datetime) -> dict[str, dict[str, Any]]:
    """A track, its batch that enrols, and of one that runs somebody's path, output, meeting."""
    hers = trained().first()
    found: dict[str, Any] = {
        "batch": Batch.objects.enrolling(at=at).order_by("pk").first(),
        "enrolment": hers,
        "output": Output.objects.current().filter(enrolment=hers).order_by("pk").first(),
        "meeting": Meeting.objects.kept().filter(batch__enrolments=hers).order_by("pk").first(),
    }
    kwargs = {key: {"public_id": row.public_id} for key, row in found.items() if row}
    if enrolment := found["enrolment"]:
        asking = enrolment.batch.track.stages.exclude(output_kind="NONE").order_by("position")
        for stage in asking[:1]:
            kwargs["to_hand_in"] = kwargs["enrolment"] | {"position": stage.position}
    if track := Track.objects.offered().in_order().first():
        kwargs["track"] = {"slug": track.slug}
    if certificate := Certificate.objects.valid().order_by("pk").first():
        kwargs["certificate"] = {"code": certificate.code}
    return kwargs


def _exhibition_rows(curator: User) -> dict[str, dict[str, Any]]:
    """What the curator scores, and somebody who goes out of town with goods the office has."""
    kwargs: dict[str, dict[str, Any]] = {}
    entries = Application.objects.to_curate_by(curator).filter(activity__state="REVIEW")
    unscored = entries.exclude(reviews__curator=curator)
    if entry := unscored.order_by("pk").select_related("activity").first():
        kwargs |= {
            "entry": {"public_id": entry.public_id},
            "curated": {"slug": entry.activity.slug},
        }
    if going := travelling().first():
        kwargs |= {
            "going": {"public_id": going.public_id},
            "journey": {"slug": going.activity.slug},
        }
    return kwargs


def travelling() -> QuerySet[Application]:
    """With goods handed over, where anybody has any."""
    going = Application.objects.travelling().select_related("activity", "business")
    return going.order_by("manifest__handed_over", "pk")


def trained() -> QuerySet[Enrolment]:
    """Who has something to mend, the newest first; where nobody has, whoever takes part."""
    everyone = Enrolment.objects.enrolled()
    to_mend = everyone.filter(outputs__state=Output.State.RETURNED)
    return to_mend.order_by("-pk") if to_mend.exists() else everyone.order_by("pk")


def _business_rows(business: Business | None, *, at: datetime) -> dict[str, dict[str, Any]]:
    """The steps of the owner's business, an invitation to it, and one the office sent back."""
    if business is None:
        return {}
    steps = {"name": "nama", "condition": "kondisi", "turnover": "omzet", "nib": "nib"}
    own = {"public_id": business.public_id}
    invitation = businesses.invite(business=business, by=business.people.first(), at=at)
    return {
        **{f"{name}_step": own | {"slug": slug} for name, slug in steps.items()},
        "invitation": {"token": invitation.token},
        "to_check": {"object_id": Business.objects.to_check().order_by("pk")[0].pk},
        "twin": {"object_id": duplicate_groups()[0].pairs[0][0].pk},
        "to_mend": {"public_id": _to_mend().public_id},
    }


def take_check(who: str, *, at: datetime) -> ConstraintCheck:
    """The check of one of those above, finished just now."""
    check = consultations.start_check(at=at)
    for step, question in enumerate(selectors.questions_of(check.version), start=1):
        ticked = TICKED[who].get(step)
        quiet = question.answers.filter(weights=None).order_by("position")
        answer = question.answers.get(text=ticked) if ticked else quiet[0]
        consultations.answer_question(check=check, answer=answer)
    consultations.choose_village(check=check, village=None, is_outside_batu=who == "outsider")
    return consultations.finish_check(check=check, at=at)
