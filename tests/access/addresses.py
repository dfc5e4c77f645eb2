"""The arguments each address takes in the walk: always rows of the owner and her consultant."""

from uuid import UUID, uuid4

from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse

from tests.access.world import World

_BUSINESS = (
    "completion",
    "detail",
    "document_add",
    "invitation_create",
    "kbli_choose",
    "people",
    "photo_add",
    "photo_remove",
    "product_create",
    "product_list",
    "product_order",
    "receipt",
    "submit",
    "update",
)
_PRODUCT = ("detail", "hide", "photo_add", "remove", "show", "update")
_RESEP = ("calendar", "detail", "send")
_STEP = ("action_hinder", "action_tick", "session_action")
_VISIT = ("visit", "book", "slip")
_CASE = ("answer", "close", "detail", "leave", "refer", "reopen", "shared")
_ENROLMENT = ("enrolment_detail", "enrolment_withdraw", "offer_accept", "offer_decline")
_GOODS = ("list", "add", "hand_over", "take_back", "sheet")
_MEETING = ("screen", "list", "mark", "undo", "sheet")
_OUTPUT = ("detail", "comment", "accept", "return")
_APPLICATION = ("detail", "submit", "take_back", "update", "withdraw")
_CALL = ("detail", "accept", "decline", "back_out")
_BOOKING = ("detail", "cancel", "move", "again", "slip", "calendar")


def arguments(world: World, url_name: str) -> list[object]:
    """What to reverse this URL name with; admin pages take the row of their own table."""
    booking, message = world.booking, world.message
    recorded, step = world.record.booking.public_id, world.record.actions.get().public_id
    business = world.business.public_id
    fixed = {
        "consultations:check_step": [1],
        "consultations:field_detail": [booking.expertise.slug],
        "consultations:consultant_detail": [world.consultant.slug],
        "consultations:booking_create": [world.consultant.slug],
        "consultations:time_hold": [world.consultant.slug],
        "consultations:session_record": [booking.public_id],
        "consultations:session_draft": [booking.public_id],
        "consultations:addendum_create": [world.record.booking.public_id],
        "consultations:attachment_add": [booking.public_id],
        "consultations:attachment_file": [world.attachment.public_id],
        "consultations:attachment_remove": [world.attachment.public_id],
        "consultations:counter_guest_known": [business],
        "consultations:counter_guest_person": [world.people["owner"].public_id],
        "consultations:session_business": [booking.public_id],
        "consultations:case_open": [booking.public_id],
        "consultations:case_session_add": [booking.public_id, world.case.public_id],
        "consultations:case_session_remove": [booking.public_id],
        "consultations:referral_withdraw": [world.referral.public_id],
        "businesses:invitation_accept": [world.invitation.token],
        "businesses:invitation_revoke": [business, world.invitation.public_id],
        "businesses:membership_end": [business, world.people["owner"].public_id],
        "businesses:step": [business, "nama"],
        "businesses:photo_file": [world.photo.public_id, "480"],
        "businesses:permit": [world.product.public_id, "pirt"],
        "businesses:permit_end": [world.product.public_id, "pirt"],
        "businesses:product_move": [world.product.public_id, "naik"],
        "businesses:product_photo_remove": [world.photo.public_id],
        "catalogue:chat_count": [world.product.public_id],
        "catalogue:enquiry_answer": [world.enquiry.public_id],
        "catalogue:enquiry_create": [world.product.public_id],
        "catalogue:maker": [business],
        "catalogue:product": [world.product.public_id],
        "retail:goods_photo": [world.submission.public_id],
        "retail:link": ["a-token-nobody-was-given"],
        "retail:partner": [world.submission.partner.public_id],
        "businesses:document_file": [world.document.public_id],
        "businesses:document_remove": [world.document.public_id],
        "consultations:hours_end": [world.consultant.weekly_hours.order_by("pk")[0].public_id],
        "consultations:extra_remove": [world.extra_hours.public_id],
        "consultations:leave_change": [world.leave.public_id],
        "consultations:leave_withdraw": [world.leave.public_id],
        "consultations:affected_decide": [world.affected.booking.public_id],
        "admin:consultations_disruption_decide": [world.affected.pk],
        "trainings:track_detail": [world.enrolment.batch.track.slug],
        "trainings:batch_detail": [world.enrolment.batch.public_id],
        "trainings:enrolment_create": [world.enrolment.batch.public_id],
        "trainings:output_create": [world.enrolment.public_id, 1],
        "trainings:material_file": [world.material.public_id],
        "trainings:output_file": [world.output_file.public_id],
        "trainings:certificate_check": [world.certificate.code],
        "trainings:certificate_file": [world.certificate.public_id],
        "exhibitions:activity_detail": [world.activity.slug],
        "exhibitions:application_check": [world.activity.slug],
        "exhibitions:application_create": [world.activity.slug],
        "exhibitions:place_confirm": [world.application.public_id],
        "exhibitions:place_decline": [world.application.public_id],
        "exhibitions:report_create": [world.stand.public_id, 1],
        "exhibitions:order_create": [world.stand.public_id],
        "exhibitions:follow_up_answer": [world.stand.public_id],
        "exhibitions:ready_update": [business],
        "exhibitions:ready_stop": [business],
        "exhibitions:curation_desk": [world.entry.activity.slug],
        "exhibitions:entry_score": [world.entry.public_id],
        "exhibitions:entry_conflict": [world.entry.public_id],
        "exhibitions:entry_photo": [world.entry.public_id, world.product.public_id],
        "exhibitions:goods_remove": [world.goods.application.public_id, world.goods.public_id],
        "exhibitions:traveller_add": [world.goods.application.public_id],
        "exhibitions:traveller_remove": [
            world.goods.application.public_id,
            world.traveller.public_id,
        ],
        "exhibitions:manifest": [world.goods.application.activity.slug],
        "exhibitions:manifest_sheet": [world.goods.application.activity.slug],
        "notifications:message_detail": [message.public_id],
        "notifications:message_read": [message.public_id],
        "notifications:code_check": [message.code],
        "account_reset_password_from_key": ["a-token-nobody-was-given"],
        "admin:app_list": ["accounts"],
        "admin:view_on_site": [ContentType.objects.get_for_model(booking).pk, booking.pk],
    }
    fixed |= {f"businesses:product_{name}": [world.product.public_id] for name in _PRODUCT}
    fixed |= {f"consultations:resep_{name}": [recorded] for name in _RESEP}
    fixed |= {f"consultations:{name}": [recorded, step] for name in _STEP}
    fixed |= {f"consultations:counter_{name}": [world.visit.public_id] for name in _VISIT}
    fixed |= {f"consultations:booking_{name}": [booking.public_id] for name in _BOOKING}
    fixed |= {f"consultations:case_{name}": [world.referral.case.public_id] for name in _CASE}
    fixed |= {f"businesses:{name}": [business] for name in _BUSINESS}
    fixed |= {f"trainings:{name}": [world.enrolment.public_id] for name in _ENROLMENT}
    fixed |= {f"trainings:attendance_{name}": [world.meeting.public_id] for name in _MEETING}
    fixed |= {f"trainings:output_{name}": [world.output.public_id] for name in _OUTPUT}
    fixed |= {
        f"exhibitions:application_{name}": [world.application.public_id] for name in _APPLICATION
    }
    fixed |= {f"exhibitions:call_{name}": [world.call_answer.public_id] for name in _CALL}
    going = world.goods.application.public_id
    fixed |= {f"exhibitions:goods_{name}": [going] for name in _GOODS}
    offer = [world.submission.partner.public_id, world.submission.product.public_id]
    fixed |= {f"retail:product_{name}": offer for name in ("offer", "capacity")}
    kept = [world.submission.public_id]
    fixed |= {f"retail:submission_{name}": kept for name in ("detail", "withdraw")}
    if url_name in fixed:
        return fixed[url_name]
    return _admin_arguments(world, url_name)


def _admin_arguments(world: World, url_name: str) -> list[object]:
    """Nothing, the row of the page's table, or that row and its newest history entry."""
    table = next((t for t in world.rows if url_name.startswith(f"admin:{t}_")), None)
    if table is None or _reverses(url_name, []):
        return []
    row = world.rows[table]
    if _reverses(url_name, [row.pk]):
        return [row.pk]
    return [row.pk, row.history.latest().pk]


def _reverses(url_name: str, args: list[object]) -> bool:
    try:
        reverse(url_name, args=args)
    except NoReverseMatch:
        return False
    return True


def invented(url_name: str, world: World) -> str:
    """The same address with an id that belongs to nothing."""
    swapped = [_another(value) for value in arguments(world, url_name)]
    return reverse(url_name, args=swapped)


def _another(value: object) -> object:
    if isinstance(value, int):
        return 987654321
    return uuid4() if isinstance(value, UUID) else f"{value}-x"
