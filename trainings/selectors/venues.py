"""Where meetings take place, for who is told of them outside mail and portal; "" for the office."""

from trainings.models import Batch, Meeting


def place_of_meeting(meeting_id: int) -> str:
    return Meeting.objects.values_list("place", flat=True).get(pk=meeting_id)


def place_of_enrolment(enrolment_id: int) -> str:
    return Batch.objects.values_list("place", flat=True).get(enrolments=enrolment_id)
