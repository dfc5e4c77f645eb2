"""One small portal with something of everything, and a person of every kind to look at it."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver

from businesses import services as businesses
from businesses.models import PermitRule
from consultations.models import (
    AffectedBooking,
    Booking,
    BookingPolicy,
    CheckVersion,
    ClosedMonth,
    Closure,
    Disruption,
    ExtraHours,
    HoursException,
    InternalNote,
    Leave,
)
from exhibitions import services as exhibitions
from exhibitions.models import (
    BoothPlace,
    Call,
    ConflictOfInterest,
    DailyReport,
    FollowUpOrder,
    ReadyListing,
    Review,
    SearchWords,
    Verdict,
)
from plut_portal.accounts.models import AccessLogEntry, Consent, User
from plut_portal.accounts.roles import Role
from plut_portal.core.models import OfficeIdentity
from plut_portal.insights.models import AnnualTarget
from plut_portal.notifications import services as outbox
from tests.exhibitions import shelf
from tests.factories import (
    ActivityFactory,
    ApplicationFactory,
    BatchFactory,
    BatchStageFactory,
    BookingFactory,
    BoothFactory,
    BusinessDocumentFactory,
    BusinessFactory,
    CheckQuestionFactory,
    CheckVersionFactory,
    ConstraintFactory,
    ConsultantFactory,
    ContactAttemptFactory,
    EnquiryFactory,
    EnrolmentFactory,
    InvitationFactory,
    ManifestLineFactory,
    MeetingFactory,
    MentoringCaseFactory,
    ProductPhotoFactory,
    ReferralFactory,
    SessionAttachmentFactory,
    SessionRecordFactory,
    ShownProductFactory,
    StageFactory,
    SubmittedBusinessFactory,
    TrackFactory,
    TravellerFactory,
    UserFactory,
    VisitFactory,
)
from tests.times import NOW, TOMORROW_9
from trainings.models import Certificate, CertificateNumbering, Material, Output, OutputFile

# The columns of the matrix, in order. Owner and consultant are the ones the rows belong to.
VISITORS = (
    "anonymous",
    "owner",
    "other_owner",
    "consultant",
    "other_consultant",
    "curator",
    "counter_officer",
    "programme_admin",
    "head",
    "auditor",
)


# Filled without applications.
ON_TODAY = {
    "starts_on": NOW.date(),
    "ends_on": NOW.date(),
    "apply_from": None,
    "apply_until": None,
    "answer_by": None,
}

# Stands nowhere but in the internal note of the recorded session.
NOTE = "kelengkeng rahasia"


@dataclass
class World:
    people: dict[str, User | None] = field(default_factory=dict)

    @classmethod
    def build(cls) -> "World":
        world = cls()
        owner = UserFactory(full_name="Sumiati Pemilik")
        consultant = ConsultantFactory(user__full_name="Rini Pendamping")
        world.people = {
            "anonymous": None,
            "owner": owner,
            "other_owner": UserFactory(full_name="Orang Lain"),
            "consultant": consultant.user,
            "other_consultant": ConsultantFactory().user,
        } | {role.value.lower(): UserFactory(role=role) for role in Role if role != Role.CONSULTANT}
        world.consultant = consultant
        world.business = SubmittedBusinessFactory(owner=owner, name="Keripik Matriks")
        # Sent by somebody who agreed to nothing, so that it is for her business alone.
        world.photo = ProductPhotoFactory(
            product__business=world.business, uploaded_by=world.people["curator"]
        )
        world.document = BusinessDocumentFactory(business=world.business)
        world.booking = BookingFactory(
            business=world.business, consultant=consultant, starts_at=TOMORROW_9
        )
        world.questionnaire = CheckVersionFactory(questions=2)
        world.record = SessionRecordFactory(
            booking__business=world.business,
            booking__consultant=consultant,
            booking__starts_at=NOW.replace(day=16, hour=8),
        )
        world.note = InternalNote.objects.create(
            record=world.record, author=world.record.recorded_by, text=NOTE
        )
        world.record.actions.create(position=1, text="Langkah Matriks", due_on="2026-12-01")
        world.attachment = SessionAttachmentFactory(booking=world.record.booking)
        return world

    @cached_property
    def merge(self):
        return businesses.merge(
            stays=BusinessFactory(name="Tetap Matriks"),
            duplicate=BusinessFactory(name="Ganda Matriks"),
            reason="Sama Matriks",
            by=self.people["programme_admin"],
            at=NOW,
        )

    @cached_property
    def distinction(self):
        (made,) = businesses.distinguish(
            businesses=[BusinessFactory(name="Satu Matriks"), BusinessFactory(name="Dua Matriks")],
            reason="Lain Matriks",
            by=self.people["programme_admin"],
            at=NOW,
        )
        return made

    @cached_property
    def message(self):
        return outbox.post(
            recipient=self.people["owner"],
            kind="BOOKING_CONFIRMED",
            topic=self.booking.message_topic,
            subject="Perihal Matriks",
            body="Isi",
            at=NOW,
        )

    @cached_property
    def visit(self):
        return VisitFactory(
            business=self.business,
            person=UserFactory(full_name="Tamu Matriks", phone=None, password=None),
            expertise=self.booking.expertise,
            note="Keperluan Matriks",
        )

    @cached_property
    def product(self):
        """Hers, in the catalogue for all to see."""
        return ShownProductFactory(business=self.business, name="Produk Matriks", form="DRY_FOOD")

    @cached_property
    def enquiry(self):
        return EnquiryFactory(product=self.product, name="Pembeli Matriks")

    @cached_property
    def submission(self):
        """Of her product, offered to a partner this morning."""
        partner = shelf.RetailPartnerFactory(name="Mitra Matriks")
        product = shelf.ready_product(business=self.business, name="Produk Mitra Matriks")
        return shelf.offered(product, partner)

    @cached_property
    def invitation(self):
        return InvitationFactory(business=self.business)

    @cached_property
    def case(self):
        """Led by her consultant; the other one was asked to help and has not answered."""
        case = MentoringCaseFactory(
            business=self.business, lead=self.consultant, goal="Tujuan Matriks"
        )
        Booking.objects.filter(pk__in=[self.booking.pk, self.record.booking_id]).update(case=case)
        return case

    @cached_property
    def referral(self):
        asked = self.people["other_consultant"].consultant
        return ReferralFactory(case=self.case, to_consultant=asked)

    @cached_property
    def _draft(self):
        draft = CheckVersionFactory(state=CheckVersion.State.DRAFT)
        CheckQuestionFactory(version=draft, text="Pertanyaan Matriks?")
        return draft

    @cached_property
    def leave(self):
        return Leave.objects.create(
            consultant=self.consultant, starts_on="2026-12-28", ends_on="2026-12-29"
        )

    @cached_property
    def extra_hours(self):
        return ExtraHours.objects.create(
            consultant=self.consultant, on="2026-12-05", opens="08:00", closes="11:00"
        )

    @cached_property
    def disruption(self):
        return Disruption.objects.create(
            cause="CLOSURE", name="Libur Matriks", first_on=NOW.date(), detected_at=NOW
        )

    @cached_property
    def affected(self):
        booking: Booking = self.booking
        return AffectedBooking.objects.create(
            disruption=self.disruption,
            booking=booking,
            consultant=booking.consultant,
            starts_at=booking.starts_at,
            revision=booking.revision,
        )

    @cached_property
    def enrolment(self):
        """Of the owner's business, in a batch whose first stage her consultant judges."""
        track = TrackFactory(name="Pelatihan Matriks", slug="pelatihan-matriks")
        stage = StageFactory(track=track, output_kind="ANY", output_name="Hasil Matriks")
        batch = BatchFactory(track=track)
        BatchStageFactory(batch=batch, stage=stage, consultant=self.consultant)
        MeetingFactory(batch=batch, course__stage=stage)
        return EnrolmentFactory(batch=batch, business=self.business)

    @cached_property
    def entry(self):
        """Of the owner's business, in the curation the curator scores."""
        activity = ActivityFactory(title="Pameran Matriks", slug="kurasi-matriks", weights=[1])
        activity.curators.add(self.people["curator"])
        entry = ApplicationFactory(activity=activity, business=self.business, product=self.product)
        exhibitions.begin_review(
            activity=activity, by=self.people["programme_admin"], at=activity.apply_until
        )
        shown = entry.entries.get()
        shown.photo.save("foto", ContentFile(b"foto"))
        return entry

    @cached_property
    def goods(self):
        """Her goods for an event out of town."""
        application = ApplicationFactory(
            activity=ActivityFactory(
                kind="OUT_OF_TOWN", state="RELEASED", released_at=NOW, slug="luar-kota-matriks"
            ),
            business=self.business,
            product=self.product,
            state="CONFIRMED",
        )
        return ManifestLineFactory(application=application, goods="Barang Matriks")

    @cached_property
    def traveller(self):
        return TravellerFactory(application=self.goods.application, name="Tutik Matriks")

    @cached_property
    def meeting(self):
        return self.enrolment.batch.meetings.get()

    @cached_property
    def material(self):
        return Material.objects.create(
            course=self.meeting.course,
            title="Materi Matriks",
            file=ContentFile(b"%PDF-1.4", "materi.pdf"),
        )

    @cached_property
    def output(self):
        return Output.objects.create(
            enrolment=self.enrolment,
            stage=self.meeting.course.stage,
            link="https://contoh.id/matriks",
            submitted_by=self.enrolment.participant,
            submitted_at=NOW,
        )

    @cached_property
    def output_file(self):
        return OutputFile.objects.create(
            output=self.output,
            content_type="application/pdf",
            state=OutputFile.State.READY,
            uploaded_by=self.enrolment.participant,
            uploaded_at=NOW,
            file=ContentFile(b"%PDF-1.4", "hasil.pdf"),
        )

    @cached_property
    def certificate(self):
        return Certificate.objects.create(
            enrolment=self.enrolment,
            number="500.3/001/PLUT/35.79/XI/2026",
            year=2026,
            serial=1,
            holder_name="Sumiati Pemilik",
            business_name="Keripik Matriks",
            hours=4,
            first_on=NOW.date(),
            last_on=NOW.date(),
            issued_at=NOW,
            issued_by=self.people["programme_admin"],
            file=ContentFile(b"%PDF-1.4", "sertifikat.pdf"),
        )

    @cached_property
    def released(self):
        """Of the owner's business: released and confirmed, with everything that hangs on it."""
        activity = ActivityFactory(
            title="Pameran Matriks",
            slug="pameran-diputus",
            state="RELEASED",
            released_at=NOW,
            review_at=NOW,
            panel=1,
            weights=[1],
        )
        return ApplicationFactory(
            activity=activity,
            business=self.business,
            product=self.product,
            state="CONFIRMED",
            frozen_at=NOW,
            frozen={"village_id": self.business.village_id, "village": "Ngaglik"},
            rank=1,
        )

    @cached_property
    def booth(self):
        booth = BoothFactory(zone__activity=self.released.activity, zone__name="Zona Matriks")
        BoothPlace.objects.create(
            booth=booth,
            application=self.released,
            seat=1,
            given_at=NOW,
            given_by=self.people["programme_admin"],
        )
        return booth

    @cached_property
    def call(self):
        return Call.objects.create(
            activity=self.released.activity,
            wanted=1,
            answer_until=NOW + timedelta(hours=3),
            called_by=self.people["programme_admin"],
            called_at=NOW,
        )

    @cached_property
    def _of_application(self):
        """A row of each table that hangs on the application."""
        mine = {"application": self.released}
        panel, admin = self.released.activity.curators.get(), self.people["programme_admin"]
        told = {"reported_by": self.people["owner"], "reported_at": NOW}
        return {
            "exhibitions_review": Review.objects.create(**mine, curator=panel, saved_at=NOW),
            "exhibitions_conflictofinterest": ConflictOfInterest.objects.create(
                **mine, curator=panel, reason="Kerabat", declared_at=NOW, declared_by=panel
            ),
            "exhibitions_verdict": Verdict.objects.create(
                **mine, outcome="SELECT", decided_by=admin, decided_at=NOW
            ),
            "exhibitions_dailyreport": DailyReport.objects.create(
                **mine, day="2026-12-08", visitors=1, pieces=2, turnover=3, **told
            ),
            "exhibitions_followuporder": FollowUpOrder.objects.create(
                **mine, ordered_on="2026-12-20", buyer="Pembeli Matriks", amount=5000, **told
            ),
        }

    @cached_property
    def ready_listing(self):
        listing = ReadyListing.objects.create(
            business=self.business, pieces=20, renewed_at=NOW, renewed_by=self.people["owner"]
        )
        listing.products.add(self.product)
        return listing

    @cached_property
    def activity(self):
        """Open for applications; her business has applied."""
        return ActivityFactory(title="Pameran Matriks", slug="pameran-matriks")

    @cached_property
    def application(self):
        return ApplicationFactory(
            activity=self.activity, business=self.business, product=self.product
        )

    @cached_property
    def stand(self):
        """Hers at an activity that goes on today."""
        activity = ActivityFactory(
            title="Stan Matriks", state="RELEASED", released_at=NOW, **ON_TODAY
        )
        return ApplicationFactory(
            activity=activity, business=self.business, product=self.product, state="CONFIRMED"
        )

    @cached_property
    def call_answer(self):
        activity = ActivityFactory(title="Panggilan Matriks", **ON_TODAY)
        call = Call.objects.create(
            activity=activity,
            wanted=1,
            answer_until=TOMORROW_9,
            called_by=self.people["programme_admin"],
            called_at=NOW,
        )
        return call.answers.create(business=self.business)

    @cached_property
    def rows(self) -> dict[str, object]:
        """One row of every table, by app_label_model as in the admin's addresses."""
        delivery = self.message.deliveries.first()
        booking: Booking = self.booking
        policy, office = BookingPolicy(), OfficeIdentity(name="Kantor Matriks")
        policy.save()
        numbering = CertificateNumbering()
        numbering.save()
        office.save()
        owner = self.people["owner"]
        return {
            "core_officeidentity": office,
            "accounts_user": owner,
            "accounts_consent": Consent.objects.create(
                user=owner, purpose="SERVICE", text_version="1", given_at=NOW
            ),
            "accounts_accesslogentry": AccessLogEntry.objects.create(
                actor=self.people["programme_admin"],
                subject=owner,
                action="REVEAL_CONTACT",
                reason="Alasan Matriks",
                at=NOW,
            ),
            "businesses_village": self.business.village,
            "businesses_business": self.business,
            "businesses_snapshot": self.business.snapshots.get(),
            "businesses_merge": self.merge,
            "businesses_distinction": self.distinction,
            "businesses_businessdocument": self.document,
            "businesses_productphoto": self.photo,
            "businesses_product": self.product,
            "businesses_permitrule": PermitRule.objects.update_or_create(
                rung="NIB", defaults={"source": "Aturan Matriks", "as_of": NOW.date()}
            )[0],
            "exhibitions_enquiry": self.enquiry,
            "exhibitions_searchwords": SearchWords.objects.update_or_create(
                words="kata matriks, matriks kata"
            )[0],
            "exhibitions_activity": self.released.activity,
            "exhibitions_application": self.released,
            "exhibitions_zone": self.booth.zone,
            "exhibitions_booth": self.booth,
            "exhibitions_call": self.call,
            "exhibitions_readylisting": self.ready_listing,
            **self._of_application,
            "exhibitions_retailpartner": self.submission.partner,
            "exhibitions_requirementlist": self.submission.requirements,
            "exhibitions_submission": self.submission,
            "consultations_expertise": booking.expertise,
            "consultations_consultant": self.consultant,
            "consultations_closure": Closure.objects.create(
                on=NOW.date().replace(month=12, day=25), name="Hari Matriks"
            ),
            "consultations_closedmonth": ClosedMonth.objects.create(
                first_day="2026-09-01", closed_at=NOW, closed_by=self.people["programme_admin"]
            ),
            "consultations_leave": self.leave,
            "consultations_hoursexception": HoursException.objects.create(
                name="Ramadan Matriks", starts_on="2027-02-08", ends_on="2027-03-09"
            ),
            "consultations_disruption": self.disruption,
            "consultations_bookingpolicy": policy,
            "consultations_constraint": ConstraintFactory(
                label="Kendala Matriks", expertise=booking.expertise
            ),
            "consultations_checkversion": self._draft,
            "consultations_checkquestion": self._draft.questions.get(),
            "consultations_booking": booking,
            "consultations_visit": self.visit,
            "consultations_mentoringcase": self.case,
            "consultations_sessionrecord": self.record,
            "consultations_internalnote": self.note,
            "trainings_track": self.enrolment.batch.track,
            "trainings_stage": self.meeting.course.stage,
            "trainings_course": self.meeting.course,
            "trainings_batch": self.enrolment.batch,
            "trainings_meeting": self.meeting,
            "trainings_enrolment": self.enrolment,
            "trainings_output": self.output,
            "trainings_certificate": self.certificate,
            "trainings_certificatenumbering": numbering,
            "notifications_message": self.message,
            "notifications_delivery": delivery,
            "notifications_contactattempt": ContactAttemptFactory(
                messages=[self.message], note="Catatan Matriks"
            ),
            "insights_annualtarget": AnnualTarget.objects.create(
                year=2026, indicator="SERVED", value=600, source="Rencana Matriks"
            ),
        }


def url_names(resolver: URLResolver | None = None, prefix: str = "") -> set[str]:
    """Every named address of the resolver, namespaces included."""
    names: set[str] = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            # What has no name is Django's own: redirects of old addresses, the admin's 404.
            names |= {prefix + entry.name} if entry.name else set()
        else:
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            names |= url_names(entry, inner)
    return names
