import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Delivery, Message
from tests.factories import ConsultantFactory, EnrolmentFactory, UserFactory
from tests.pictures import picture
from tests.times import NOW
from tests.trainings.school import attend, batch_of_three, counter, office, stage_of
from trainings import selectors, services
from trainings.models import Batch, Output, OutputFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    batch = batch_of_three(stages={1: {"output_kind": "ANY", "output_name": "SOP"}})
    return EnrolmentFactory(batch=batch)


@pytest.fixture
def judge(enrolment):
    return enrolment.batch.batch_stages.get(stage__position=1).consultant.user


def hand_in(enrolment, position=1, **more):
    more.setdefault("link", "https://toko.example/")
    return services.submit_output(
        enrolment=enrolment,
        stage=stage_of(enrolment.batch, position),
        by=enrolment.participant,
        at=NOW,
        **more,
    )


def test_submit_output_replaces_the_version_before(enrolment, judge):
    first = hand_in(enrolment)
    services.return_output(output=first, text="Suhu belum ada", by=judge, at=NOW)

    second = hand_in(enrolment, link="https://toko.example/2")

    stage = stage_of(enrolment.batch, 1)
    assert [(o.version, o.state) for o in selectors.versions_of(enrolment, stage)] == [
        (2, "SUBMITTED"),
        (1, "REPLACED"),
    ]
    assert list(selectors.to_judge(judge)) == [second]


def test_once_a_batch_is_called_off_nothing_of_it_waits_or_opens(enrolment, judge):
    attend(enrolment, 1)
    output = hand_in(enrolment)
    draft = batch_of_three(state=Batch.State.DRAFT)
    draft.batch_stages.update(consultant=judge.consultant)
    coming = [each.batch for each in selectors.meetings_to_list(judge, at=NOW)]
    services.cancel_batch(batch=enrolment.batch, reason="Banjir", by=office(), at=NOW)

    services.accept_output(output=output, by=judge, at=NOW)

    assert set(coming) == {enrolment.batch}
    assert selectors.meetings_to_list(judge, at=NOW) == []
    assert not Message.objects.filter(kind="GATE_OPENED").exists()


def test_what_somebody_handed_in_who_left_waits_for_nobody(enrolment, judge):
    hand_in(enrolment)

    services.withdraw(enrolment=enrolment, by=enrolment.participant, at=NOW)

    assert list(selectors.to_judge(judge)) == []


def test_a_photo_handed_in_is_made_anew(enrolment, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        output = hand_in(
            enrolment, link="", files=[SimpleUploadedFile("IMG_1.jpg", picture(), "image/jpeg")]
        )

    file = output.files.get()
    assert (file.state, file.original.name) == (OutputFile.State.READY, "")
    assert file.file.size == file.size
    assert "IMG_1" not in file.file.name


def test_submit_output_refuses_what_the_stage_does_not_ask_for(enrolment):
    stage = stage_of(enrolment.batch, 1)
    photo = SimpleUploadedFile("a.pdf", b"%PDF-1.7 %%EOF")

    with pytest.raises(services.NothingHandedIn):
        hand_in(enrolment, link="")
    with pytest.raises(services.TooManyFiles):
        hand_in(enrolment, files=[photo] * 5)
    stage.output_kind = "FILE"
    stage.save()
    with pytest.raises(services.NothingHandedIn):
        hand_in(enrolment)
    stage.output_kind = "NONE"
    stage.save()
    with pytest.raises(services.NothingAsked):
        hand_in(enrolment)


def test_submit_output_refuses_others_and_who_has_no_place(enrolment):
    stage = stage_of(enrolment.batch, 1)

    with pytest.raises(services.NotAllowed):
        services.submit_output(
            enrolment=enrolment, stage=stage, by=UserFactory(), at=NOW, link="https://x.example/"
        )
    with pytest.raises(services.NotEnrolled):
        hand_in(EnrolmentFactory(batch=enrolment.batch, status="WAITING"))


def test_accept_output_twice_tells_once_and_nothing_more_is_handed_in(enrolment, judge):
    output = hand_in(enrolment)

    for _time in range(2):
        accepted = services.accept_output(output=output, by=judge, at=NOW)

    assert (accepted.state, accepted.judged_by) == (Output.State.ACCEPTED, judge)
    assert Message.objects.filter(kind="OUTPUT_ACCEPTED").count() == 1
    with pytest.raises(services.AlreadyAccepted):
        hand_in(enrolment)
    with pytest.raises(services.AlreadyAccepted):
        services.return_output(output=output, text="Eh", by=judge, at=NOW)


def test_return_output_needs_words_and_the_owner_reads_them(enrolment, judge):
    output = hand_in(enrolment)

    with pytest.raises(services.ReasonMissing):
        services.return_output(output=output, text=" ", by=judge, at=NOW)
    for _time in range(2):
        services.return_output(output=output, text="Suhu belum ada", by=judge, at=NOW)

    message = Message.objects.get(kind="OUTPUT_RETURNED")
    assert "Suhu belum ada" in message.body
    assert [comment.text for comment in output.comments.all()] == ["Suhu belum ada"]


def test_only_the_named_consultant_judges_or_staff_with_a_reason(enrolment):
    output = hand_in(enrolment)
    other_judge = enrolment.batch.batch_stages.get(stage__position=2).consultant.user

    for person in (other_judge, enrolment.participant, counter()):
        with pytest.raises(services.NotTheJudge):
            services.accept_output(output=output, by=person, at=NOW)
    with pytest.raises(services.ReasonMissing):
        services.accept_output(output=output, by=office(), at=NOW)
    accepted = services.accept_output(output=output, by=office(), at=NOW, reason="Konsultan cuti")

    assert accepted.state == Output.State.ACCEPTED
    assert output.comments.get().text == "Konsultan cuti"


def test_an_old_version_is_not_judged(enrolment, judge):
    first = hand_in(enrolment)
    hand_in(enrolment)

    with pytest.raises(services.OldVersion):
        services.accept_output(output=first, by=judge, at=NOW)


def test_comment_output_is_for_those_who_see_it(enrolment, judge):
    output = hand_in(enrolment)

    services.comment_output(output=output, text="Sudah bagus", by=judge, at=NOW)
    services.comment_output(output=output, text="Terima kasih", by=enrolment.participant, at=NOW)

    # To the owner about the consultant's word; not about her own.
    assert Message.objects.filter(kind="OUTPUT_COMMENTED").count() == 1
    with pytest.raises(services.NotAllowed):
        services.comment_output(output=output, text="Halo", by=UserFactory(), at=NOW)
    with pytest.raises(services.ReasonMissing):
        services.comment_output(output=output, text=" ", by=judge, at=NOW)


def test_the_judge_is_told_what_arrives(enrolment, judge):
    output = hand_in(enrolment, note="Sudah dicoba tiga kali.")

    message = Message.objects.get(kind="OUTPUT_ARRIVED")
    assert message.recipient == judge
    assert message.link == output.get_absolute_url()
    assert message.subject == f"Diserahkan: SOP, {enrolment.business.label}"
    assert "Sudah dicoba tiga kali." in message.body
    assert outbox.deliver(delivery_id=_mail(message).pk, at=NOW) == "SENT"


def test_each_version_that_arrives_is_told(enrolment, judge):
    first = hand_in(enrolment)
    services.return_output(output=first, text="Suhu belum ada", by=judge, at=NOW)
    hand_in(enrolment)

    assert Message.objects.filter(kind="OUTPUT_ARRIVED", recipient=judge).count() == 2


def test_the_judge_is_not_told_of_what_is_judged(enrolment, judge):
    output = hand_in(enrolment)
    message = Message.objects.get(kind="OUTPUT_ARRIVED")
    services.accept_output(output=output, by=judge, at=NOW)

    assert outbox.deliver(delivery_id=_mail(message).pk, at=NOW) == "SKIPPED"


def test_the_judge_is_not_told_once_another_judges(enrolment):
    hand_in(enrolment)
    message = Message.objects.get(kind="OUTPUT_ARRIVED")
    enrolment.batch.batch_stages.update(consultant=ConsultantFactory())

    assert outbox.deliver(delivery_id=_mail(message).pk, at=NOW) == "SKIPPED"


def _mail(message):
    """The delivery by e-mail, to somebody with an address."""
    person = message.recipient
    person.email, person.email_confirmed_at = f"juri{person.pk}@contoh.example", NOW
    person.save()
    return message.deliveries.get(channel=Delivery.Channel.EMAIL)
