from datetime import date, time, timedelta
from uuid import uuid4

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from businesses.models import (
    Business,
    BusinessDocument,
    Invitation,
    Membership,
    OperatingState,
    PermitKind,
    Product,
    ProductPermit,
    ProductPhoto,
    Snapshot,
    Village,
)
from consultations.models import (
    AnswerWeight,
    Booking,
    CheckAnswer,
    CheckQuestion,
    CheckVersion,
    Constraint,
    Consultant,
    Expertise,
    MentoringCase,
    Referral,
    SessionAttachment,
    SessionRecord,
    TimeHold,
    Visit,
    WeeklyHours,
)
from exhibitions.models import (
    Activity,
    Application,
    ApplicationProduct,
    Booth,
    Criterion,
    Enquiry,
    ManifestLine,
    Requirement,
    Traveller,
    Zone,
)
from plut_portal.accounts.models import Consent, User
from plut_portal.accounts.roles import ADMIN_ROLES
from plut_portal.accounts.services import give_consent
from plut_portal.notifications.models import ContactAttempt, Delivery, Message
from tests.times import NOW, TOMORROW_8
from trainings.models import (
    Attendance,
    Batch,
    BatchStage,
    Course,
    Enrolment,
    Meeting,
    Stage,
    Track,
)

PASSWORD = "apel-manalagi-7"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    full_name = factory.Sequence(lambda n: f"Sumiati {n}")
    phone = factory.Sequence(lambda n: f"+628990000{n:04d}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def role(self, create, role, **kwargs):
        """UserFactory(role=Role.AUDITOR): the group, and the office pages where it works there."""
        if role:
            group, _created = Group.objects.get_or_create(name=role)
            self.groups.add(group)
            self.is_staff = role in ADMIN_ROLES
            self.save(update_fields=["is_staff"])


class VillageFactory(DjangoModelFactory):
    class Meta:
        model = Village
        django_get_or_create = ("code",)

    code = "35.79.01.1002"
    name = "Ngaglik"
    kind = Village.Kind.KELURAHAN
    district = "Batu"
    postal_code = "65311"


class BusinessFactory(DjangoModelFactory):
    class Meta:
        model = Business
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Keripik Bu Sumiati {n}")
    makes = "keripik apel"
    village = factory.SubFactory(VillageFactory)

    @factory.post_generation
    def owner(self, create, owner, **kwargs):
        """BusinessFactory(owner=user); without one it gets an owner of its own."""
        Membership.objects.create(business=self, user=owner or UserFactory())


class SnapshotFactory(DjangoModelFactory):
    class Meta:
        model = Snapshot

    business = factory.SubFactory(BusinessFactory)
    taken_at = NOW
    recorded_at = factory.SelfAttribute("taken_at")
    source = Snapshot.Source.OWNER
    recorded_by = factory.LazyAttribute(lambda snapshot: snapshot.business.people.first())


class CompleteBusinessFactory(BusinessFactory):
    """With every answer the steps ask for, ready to be sent."""

    address = "Dusun Banaran, RT 02/RW 05"

    @factory.post_generation
    def figures(self, create, figures, **kwargs):
        SnapshotFactory(
            business=self,
            operating_state="RUNNING",
            workers_female=2,
            workers_male=1,
            turnover_band="TO_60M",
        )


class SubmittedBusinessFactory(CompleteBusinessFactory):
    """Waits for the office since this morning."""

    status = Business.Status.SUBMITTED
    submitted_at = NOW
    answer_by = date(2026, 12, 1)
    revision = 1


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    business = factory.SubFactory(BusinessFactory)
    invited_by = factory.LazyAttribute(lambda invitation: invitation.business.people.first())
    created_at = NOW
    expires_at = NOW + timedelta(days=7)


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = Product

    business = factory.SubFactory(BusinessFactory)
    name = factory.LazyAttribute(lambda product: product.business.makes)


class ProductPermitFactory(DjangoModelFactory):
    """A P-IRT from Kota Batu for food of flour in plastic, until the end of 2031 by its number."""

    class Meta:
        model = ProductPermit

    product = factory.SubFactory(ProductFactory)
    kind = PermitKind.PIRT
    number = "206357901012331"


class ShownProductFactory(ProductFactory):
    """Anybody may see it: the business is in order and its owner agrees."""

    class Meta:
        skip_postgeneration_save = True

    @factory.post_generation
    def shown(self, create, shown, **kwargs):
        Business.objects.filter(pk=self.business_id).update(verified_at=NOW)
        for person in self.business.people.all():
            give_consent(user=person, purpose=Consent.Purpose.CATALOGUE, at=NOW)


class EnquiryFactory(DjangoModelFactory):
    class Meta:
        model = Enquiry

    key = factory.LazyFunction(uuid4)
    product = factory.SubFactory(ShownProductFactory)
    name = "Pembeli Jauh"
    phone = "+6281298765432"
    message = "Bisa pesan 50 bungkus?"
    sent_at = NOW


class ProductPhotoFactory(DjangoModelFactory):
    """A photo as the worker leaves it: two small files, and nothing of the one that was sent."""

    class Meta:
        model = ProductPhoto

    product = factory.SubFactory(ProductFactory)
    state = ProductPhoto.State.READY
    uploaded_by = factory.LazyAttribute(lambda photo: photo.product.business.people.get())
    uploaded_at = NOW
    small = factory.django.FileField(data=b"the small one")
    large = factory.django.FileField(data=b"the large one")
    width, height = 1280, 960


class BusinessDocumentFactory(DjangoModelFactory):
    class Meta:
        model = BusinessDocument

    business = factory.SubFactory(BusinessFactory)
    kind = BusinessDocument.Kind.NIB
    content_type = BusinessDocument.ContentType.PDF
    state = BusinessDocument.State.READY
    uploaded_by = factory.LazyAttribute(lambda document: document.business.people.get())
    uploaded_at = NOW
    file = factory.django.FileField(data=b"%PDF-1.7 isi %%EOF")
    size = 18


class ExpertiseFactory(DjangoModelFactory):
    class Meta:
        model = Expertise

    slug = factory.Sequence(lambda n: f"produksi-{n}")
    name = factory.Sequence(lambda n: f"Produksi {n}")
    summary = "Resep baku, kebersihan, tahan lama."
    problems = "cepat melempem\ntidak tahan lama"
    bring = "Dua bungkus produk"
    position = factory.Sequence(lambda n: n)


class ConstraintFactory(DjangoModelFactory):
    class Meta:
        model = Constraint

    slug = factory.Sequence(lambda n: f"kendala-{n}")
    label = factory.Sequence(lambda n: f"Cepat melempem {n}")
    advice = "Biasanya minyak belum tiris betul."
    bring = "Satu bungkus yang lama"
    expertise = factory.SubFactory(ExpertiseFactory)
    position = factory.Sequence(lambda n: n)


class CheckVersionFactory(DjangoModelFactory):
    """A published questionnaire; CheckVersionFactory(questions=9) with that many in it."""

    class Meta:
        model = CheckVersion
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: n + 1)
    state = CheckVersion.State.PUBLISHED
    published_at = factory.LazyAttribute(
        lambda version: None if version.state == CheckVersion.State.DRAFT else NOW
    )

    @factory.post_generation
    def questions(self, create, questions, **kwargs):
        for position in range(1, (questions or 0) + 1):
            CheckQuestionFactory(version=self, position=position)


class CheckQuestionFactory(DjangoModelFactory):
    """With two answers, of which the second can be given a weight; the first means all is well."""

    class Meta:
        model = CheckQuestion
        skip_postgeneration_save = True

    version = factory.SubFactory(CheckVersionFactory)
    position = 1
    text = factory.Sequence(lambda n: f"Pertanyaan {n}?")

    @factory.post_generation
    def answers(self, create, answers, **kwargs):
        states = [OperatingState.RUNNING, OperatingState.STOPPED]
        for position, text in enumerate(answers or ["Baik", "Sulit"], start=1):
            is_first = self.position == 1
            CheckAnswer.objects.create(
                question=self,
                position=position,
                text=text,
                operating_state=states[position > 1] if is_first else "",
            )


class AnswerWeightFactory(DjangoModelFactory):
    class Meta:
        model = AnswerWeight

    constraint = factory.SubFactory(ConstraintFactory)
    weight = 5


class ConsultantFactory(DjangoModelFactory):
    """Receives people Monday to Friday, 08.00–12.00 and 13.00–15.00."""

    class Meta:
        model = Consultant
        skip_postgeneration_save = True

    user = factory.SubFactory(
        UserFactory, full_name=factory.Sequence(lambda n: f"Rini Astuti {n}"), role="CONSULTANT"
    )
    slug = factory.Sequence(lambda n: f"rini-astuti-{n}")
    position = factory.Sequence(lambda n: n)

    @factory.post_generation
    def expertise(self, create, expertise, **kwargs):
        self.expertises.add(expertise or ExpertiseFactory())

    @factory.post_generation
    def hours(self, create, hours, **kwargs):
        windows = [(time(8), time(12)), (time(13), time(15))] if hours is None else hours
        WeeklyHours.objects.bulk_create(
            WeeklyHours(consultant=self, weekday=weekday, opens=opens, closes=closes)
            for weekday in range(5)
            for opens, closes in windows
        )


class BookingFactory(DjangoModelFactory):
    class Meta:
        model = Booking

    consultant = factory.SubFactory(ConsultantFactory)
    expertise = factory.LazyAttribute(lambda booking: booking.consultant.expertises.get())
    business = factory.SubFactory(BusinessFactory)
    booked_by = factory.LazyAttribute(lambda booking: booking.business.people.get())
    topic = "Keripik apel saya cepat melempem."
    starts_at = TOMORROW_8
    ends_at = factory.LazyAttribute(lambda booking: booking.starts_at + timedelta(hours=1))
    occupied_until = factory.LazyAttribute(lambda booking: booking.ends_at + timedelta(minutes=15))


class TimeHoldFactory(DjangoModelFactory):
    """Somebody fills in the form for tomorrow at eight and has ten minutes from now."""

    class Meta:
        model = TimeHold

    consultant = factory.SubFactory(ConsultantFactory)
    expertise = factory.LazyAttribute(lambda hold: hold.consultant.expertises.get())
    starts_at = TOMORROW_8
    ends_at = factory.LazyAttribute(lambda hold: hold.starts_at + timedelta(hours=1))
    occupied_until = factory.LazyAttribute(lambda hold: hold.ends_at + timedelta(minutes=15))
    token = factory.Sequence(lambda n: f"token-{n:026d}")
    created_at = NOW
    expires_at = factory.LazyAttribute(lambda hold: hold.created_at + timedelta(minutes=10))


class VisitFactory(DjangoModelFactory):
    class Meta:
        model = Visit

    business = factory.SubFactory(BusinessFactory)
    expertise = factory.SubFactory(ExpertiseFactory)
    note = "Bertanya soal kemasan."
    at = NOW
    recorded_by = factory.SubFactory(UserFactory, role="COUNTER_OFFICER")


class SessionRecordFactory(DjangoModelFactory):
    class Meta:
        model = SessionRecord

    booking = factory.SubFactory(BookingFactory, status=Booking.Status.ATTENDED)
    advice = "Tiriskan lima menit lebih lama."
    contact_minutes = 60
    recorded_by = factory.LazyAttribute(lambda record: record.booking.consultant.user)
    recorded_at = factory.LazyAttribute(lambda record: record.booking.ends_at)
    first_recorded_at = factory.SelfAttribute("recorded_at")


class SessionAttachmentFactory(DjangoModelFactory):
    class Meta:
        model = SessionAttachment

    booking = factory.LazyFunction(lambda: SessionRecordFactory().booking)
    title = "Rancangan label"
    audience = SessionAttachment.Audience.OWNER
    content_type = SessionAttachment.ContentType.PDF
    state = SessionAttachment.State.READY
    uploaded_by = factory.LazyAttribute(lambda attachment: attachment.booking.consultant.user)
    uploaded_at = NOW
    file = factory.django.FileField(data=b"%PDF-1.7 isi %%EOF")
    size = 18


class MentoringCaseFactory(DjangoModelFactory):
    """Opened this morning; MentoringCaseFactory(members=[consultant]) with colleagues on it."""

    class Meta:
        model = MentoringCase
        skip_postgeneration_save = True

    business = factory.SubFactory(BusinessFactory)
    goal = "Keripik masuk toko oleh-oleh."
    lead = factory.SubFactory(ConsultantFactory)
    opened_by = factory.LazyAttribute(lambda case: case.lead.user)
    opened_at = NOW

    @factory.post_generation
    def members(self, create, members, **kwargs):
        for consultant in [self.lead, *(members or [])]:
            self.members.create(consultant=consultant, joined_at=self.opened_at)


class ReferralFactory(DjangoModelFactory):
    class Meta:
        model = Referral

    case = factory.SubFactory(MentoringCaseFactory)
    kind = Referral.Kind.ASK_TO_JOIN
    from_consultant = factory.LazyAttribute(lambda referral: referral.case.lead)
    to_consultant = factory.SubFactory(ConsultantFactory)
    message = "Kemasannya perlu Mas Budi."
    at = NOW


class ReachableUserFactory(UserFactory):
    """With a confirmed e-mail address, to which reminders may go."""

    email = factory.Sequence(lambda n: f"sumiati{n}@contoh.example")
    email_confirmed_at = NOW

    @factory.post_generation
    def consent(self, create, consent, **kwargs):
        if create:
            self.consents.create(
                purpose=Consent.Purpose.REMINDERS, text_version="2026-11", given_at=NOW
            )


class MessageFactory(DjangoModelFactory):
    """A message of a kind that is always true, without its deliveries."""

    class Meta:
        model = Message

    recipient = factory.SubFactory(ReachableUserFactory)
    kind = "AGENDA_CHANGED"
    topic = factory.Sequence(lambda n: f"note:{n}")
    subject = "Satu sesi pindah"
    body = "Sesi Anda pindah."
    due_at = NOW


class DeliveryFactory(DjangoModelFactory):
    class Meta:
        model = Delivery

    message = factory.SubFactory(MessageFactory)
    channel = Delivery.Channel.EMAIL
    due_at = factory.SelfAttribute("message.due_at")


class ArrivedFactory(DeliveryFactory):
    """A message that stands in somebody's inbox."""

    channel = Delivery.Channel.INBOX
    state = Delivery.State.SENT
    sent_at = factory.SelfAttribute("message.due_at")


class ContactAttemptFactory(DjangoModelFactory):
    """Somebody of the office has reached a person: ContactAttemptFactory(messages=[message])."""

    class Meta:
        model = ContactAttempt
        skip_postgeneration_save = True

    by = factory.SubFactory(UserFactory, full_name="Dewi Loket", role="COUNTER_OFFICER")
    at = NOW
    channel = ContactAttempt.Channel.PHONE
    outcome = ContactAttempt.Outcome.REACHED

    @factory.post_generation
    def messages(self, create, messages, **kwargs):
        self.messages.set(messages or [])


class TrackFactory(DjangoModelFactory):
    class Meta:
        model = Track

    slug = factory.Sequence(lambda n: f"olahan-pangan-{n}")
    name = factory.Sequence(lambda n: f"Olahan pangan {n}")
    summary = "Dari dapur sampai rak toko."
    outcomes = "Menulis resep baku"


class StageFactory(DjangoModelFactory):
    """Asks for four fifths of the hours, and for nothing else."""

    class Meta:
        model = Stage

    track = factory.SubFactory(TrackFactory)
    position = 1
    kind = Stage.Kind.PRODUCTION
    name = factory.LazyAttribute(lambda stage: str(Stage.Kind(stage.kind).label))


class BatchFactory(DjangoModelFactory):
    """Enrols since yesterday and until a week from now; nothing is kept for first-timers."""

    class Meta:
        model = Batch

    track = factory.SubFactory(TrackFactory)
    number = factory.Sequence(lambda n: n + 1)
    state = Batch.State.PUBLISHED
    quota = 2
    first_timer_percent = 0
    enrol_from = NOW - timedelta(days=1)
    enrol_until = NOW + timedelta(days=7)
    first_timers_until = factory.SelfAttribute("enrol_until")


class BatchStageFactory(DjangoModelFactory):
    class Meta:
        model = BatchStage

    batch = factory.SubFactory(BatchFactory)
    stage = factory.SubFactory(StageFactory, track=factory.SelfAttribute("..batch.track"))
    consultant = factory.SubFactory(ConsultantFactory)
    starts_on = date(2026, 12, 8)
    ends_on = date(2026, 12, 9)


class CourseFactory(DjangoModelFactory):
    class Meta:
        model = Course

    stage = factory.SubFactory(StageFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = "Resep baku"
    topics = "Menimbang\nMencatat"
    hours = 4


class MeetingFactory(DjangoModelFactory):
    """Two weeks from now, at the hour the tests begin."""

    class Meta:
        model = Meeting

    batch = factory.SubFactory(BatchFactory)
    course = factory.SubFactory(CourseFactory, stage__track=factory.SelfAttribute("...batch.track"))
    starts_at = NOW + timedelta(days=14)
    ends_at = factory.LazyAttribute(lambda meeting: meeting.starts_at + timedelta(hours=3))
    hours = 4
    trainer_name = "Bu Ratna"


class EnrolmentFactory(DjangoModelFactory):
    """EnrolmentFactory(status="WAITING"); without a status it has its place."""

    class Meta:
        model = Enrolment

    batch = factory.SubFactory(BatchFactory)
    business = factory.SubFactory(BusinessFactory)
    participant = factory.LazyAttribute(lambda enrolment: enrolment.business.people.first())
    enrolled_by = factory.SelfAttribute("participant")
    status = Enrolment.Status.ENROLLED
    asked_at = NOW
    enrolled_at = factory.LazyAttribute(
        lambda enrolment: NOW if enrolment.status == Enrolment.Status.ENROLLED else None
    )


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    enrolment = factory.SubFactory(EnrolmentFactory)
    meeting = factory.SubFactory(MeetingFactory, batch=factory.SelfAttribute("..enrolment.batch"))
    source = Attendance.Source.CODE
    noted_at = factory.LazyAttribute(lambda attendance: attendance.meeting.starts_at)
    noted_by = factory.LazyAttribute(lambda attendance: attendance.enrolment.participant)


class ActivityFactory(DjangoModelFactory):
    """An exhibition two weeks from now; applications are open for a week."""

    class Meta:
        model = Activity
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"gelar-produk-{n}")
    title = factory.Sequence(lambda n: f"Gelar Produk {n}")
    summary = "Produk Batu di alun-alun."
    state = Activity.State.OPEN
    published_at = NOW - timedelta(days=2)
    place = "Alun-alun"
    starts_on = date(2026, 12, 8)
    ends_on = date(2026, 12, 9)
    apply_from = NOW - timedelta(days=1)
    apply_until = NOW + timedelta(days=7)
    answer_by = date(2026, 12, 5)
    quota = 2

    @factory.post_generation
    def panel(self, create, panel, **kwargs):
        """ActivityFactory(panel=3): so many curators."""
        for _each in range(panel or 0):
            self.curators.add(UserFactory(role="CURATOR"))

    @factory.post_generation
    def weights(self, create, weights, **kwargs):
        """ActivityFactory(weights=[3, 1]): a criterion for each."""
        for position, weight in enumerate(weights or [], start=1):
            CriterionFactory(activity=self, position=position, weight=weight)


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    activity = factory.SubFactory(ActivityFactory)
    name = factory.Sequence(lambda n: f"Kemasan {n}")


class RequirementFactory(DjangoModelFactory):
    class Meta:
        model = Requirement

    activity = factory.SubFactory(ActivityFactory)
    kind = Requirement.Kind.NIB


class ZoneFactory(DjangoModelFactory):
    class Meta:
        model = Zone

    activity = factory.SubFactory(ActivityFactory)
    name = factory.Sequence(lambda n: f"Kuliner {n}")


class TravellerFactory(DjangoModelFactory):
    class Meta:
        model = Traveller

    application = factory.SubFactory("tests.factories.ApplicationFactory")
    name = factory.Sequence(lambda n: f"Tutik {n}")
    phone = "0812-3456-7890"


class ManifestLineFactory(DjangoModelFactory):
    class Meta:
        model = ManifestLine

    application = factory.SubFactory("tests.factories.ApplicationFactory")
    goods = factory.Sequence(lambda n: f"Keripik {n}")
    position = factory.Sequence(lambda n: n % 1000 + 1)
    pieces = 20
    price = 15_000


class BoothFactory(DjangoModelFactory):
    class Meta:
        model = Booth

    zone = factory.SubFactory(ZoneFactory)
    code = factory.Sequence(lambda n: f"A{n}")


class ApplicationFactory(DjangoModelFactory):
    """Sent this morning with one product; ApplicationFactory(state="CONFIRMED") takes part."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    activity = factory.SubFactory(ActivityFactory)
    business = factory.SubFactory(BusinessFactory)
    entered_by = factory.LazyAttribute(lambda application: application.business.people.first())
    state = Application.State.SUBMITTED
    submitted_at = NOW
    confirmed_at = factory.LazyAttribute(
        lambda application: NOW if application.state == Application.State.CONFIRMED else None
    )

    @factory.post_generation
    def product(self, create, product, **kwargs):
        product = product or ProductFactory(business=self.business)
        ApplicationProduct.objects.create(application=self, product=product, position=1)
