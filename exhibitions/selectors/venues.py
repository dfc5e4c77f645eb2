"""Where activities take place, for who is told of them outside mail and portal."""

from exhibitions.models import Activity


def place_of_application(application_id: int) -> str:
    return Activity.objects.get(applications=application_id).place_text


def place_of_call(call_id: int) -> str:
    return Activity.objects.get(calls=call_id).place_text
