"""Ready to go: opting in, calling, and who was first."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from businesses.models import Business, Product
from exhibitions import notifications, selectors
from exhibitions.models import (
    Activity,
    Application,
    ApplicationProduct,
    Call,
    CallAnswer,
    ReadyListing,
)
from exhibitions.services import guards
from exhibitions.services.applications import NotTheirProduct
from exhibitions.services.places import PlaceGone, end_call, settle, withdraw
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError

Answer, State = CallAnswer.State, Application.State


class NothingFree(PortalError):
    pass


class NobodyReady(PortalError):
    pass


class CallOver(PortalError):
    pass


@transaction.atomic
def be_ready(
    *,
    business: Business,
    products: Sequence[Product],
    pieces: int,
    by: User,
    at: datetime,
    goes_out_of_town: bool = False,
    note: str = "",
) -> ReadyListing:
    """Stand on the ready list with this stock for thirty days; said again it counts from then."""
    business = Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    guards.check_acts_for(business, by)
    theirs = set(Product.objects.filter(business=business, is_active=True))
    if not products or any(product not in theirs for product in products):
        raise NotTheirProduct(_("Please choose products of this business."))
    listing, _created = ReadyListing.objects.update_or_create(
        business=business,
        defaults={
            "pieces": pieces,
            "goes_out_of_town": goes_out_of_town,
            "note": note.strip()[:200],
            "is_active": True,
            "renewed_at": at,
            "renewed_by": by,
        },
    )
    listing.products.set(products)
    return listing


@transaction.atomic
def stop_being_ready(*, business: Business, by: User) -> None:
    """Off the list. What was promised to a call stays promised."""
    guards.check_acts_for(business, by)
    for listing in ReadyListing.objects.filter(business=business, is_active=True):
        listing.is_active = False
        listing.save()


@transaction.atomic
def send_call(
    *,
    activity: Activity,
    wanted: int,
    answer_until: datetime,
    by: User,
    at: datetime,
    message: str = "",
) -> Call:
    """Ask everybody on the ready list who can be called; the first `wanted` to say yes come.

    Raises NothingFree when fewer places are free, NobodyReady, WrongState for an activity that is
    not published or over, and CallOver for a time to answer that has passed.
    """
    activity = guards.lock_activity(activity.pk)
    guards.check_manages(by)
    _check_callable(activity, answer_until, at=at)
    free = selectors.places_of(activity, at=at).free_to_give
    if not 1 <= wanted <= free:
        raise NothingFree(
            _("%(free)d places are free. Raise the number of places first.") % {"free": free}
        )
    called = [each for each in selectors.candidates(activity, at=at) if each.may_be_called]
    if not called:
        raise NobodyReady(_("Nobody on the ready list can be called for this activity."))
    call = Call.objects.create(
        activity=activity,
        wanted=wanted,
        message=message.strip()[:300],
        answer_until=answer_until,
        called_by=by,
        called_at=at,
    )
    for candidate in called:
        answer = CallAnswer.objects.create(call=call, business=candidate.listing.business)
        notifications.called(answer, by=by, at=at)
    return call


def _check_callable(activity: Activity, answer_until: datetime, *, at: datetime) -> None:
    if activity.state not in {Activity.State.OPEN, Activity.State.RELEASED}:
        raise guards.WrongState(_("The ready list is called for published activities only."))
    if activity.over_at < answer_until:
        raise guards.WrongState(_("Please give a time to answer before the activity is over."))
    if answer_until <= at:
        raise CallOver(_("Please give a time to answer that is still to come."))


@transaction.atomic
def answer_call(*, answer: CallAnswer, comes: bool, by: User, at: datetime) -> CallAnswer:
    """Say yes or no. A yes in time is a confirmed place at once; calling twice keeps it.

    Never more come than were wanted, nor than there are places: a yes too late is told by
    PlaceGone. Raises CallOver once the time to answer has passed.
    """
    activity = guards.lock_activity(_activity_of(answer))
    answer = _lock_answer(answer)
    guards.check_acts_for(answer.business, by)
    if answer.state == (Answer.COMING if comes else Answer.DECLINED):
        return answer
    if answer.call.state == Call.State.CLOSED or at >= answer.call.answer_until:
        raise CallOver(_("The time to answer this call is over."))
    _check_move(answer, Answer.COMING if comes else Answer.DECLINED)
    place = _free_place(answer.call, activity, at=at) if comes else None
    if comes and place is None:
        raise PlaceGone(_("All places of this call are taken. Thank you for being ready!"))
    answer.state = Answer.COMING if comes else Answer.DECLINED
    answer.place, answer.answered_at, answer.answered_by = place, at, by
    answer.save()
    notifications.call_is_over([answer])
    if comes:
        _take_part(answer, activity, by=by, at=at)
        _fill(answer.call)
    return answer


def _activity_of(answer: CallAnswer) -> int:
    return Call.objects.values_list("activity", flat=True).get(pk=answer.call_id)


def _lock_answer(answer: CallAnswer) -> CallAnswer:
    rows = CallAnswer.objects.select_related("call", "business")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=answer.pk)


def _free_place(call: Call, activity: Activity, *, at: datetime) -> int | None:
    """The lowest number nobody has, under the activity's lock."""
    taken = set(call.answers.coming().values_list("place", flat=True))
    if len(taken) >= call.wanted or not selectors.places_of(activity, at=at).free:
        return None
    return next(number for number in range(1, call.wanted + 1) if number not in taken)


def _check_move(answer: CallAnswer, state: CallAnswer.State) -> None:
    if not answer.may_become(state):
        raise guards.WrongState(_("This answer can no longer be changed; please call the office."))


def _take_part(answer: CallAnswer, activity: Activity, *, by: User, at: datetime) -> None:
    rows = Application.objects.select_for_update(no_key=True)
    application = rows.filter(activity=activity, business=answer.business).first()
    if application is None:
        application = Application(activity=activity, business=answer.business, entered_by=by)
    if not application.may_become(State.CONFIRMED):
        raise guards.WrongState(_("This business is in this activity already."))
    application.become(State.CONFIRMED)
    application.confirmed_at = application.agreed_at = at
    application.ended_at = application.ended_by = None
    application.save()
    _bring_stock(application)
    notifications.confirmed(application, by=by, at=at)


def _bring_stock(application: Application) -> None:
    listing = ReadyListing.objects.filter(business=application.business_id).first()
    if listing is None or application.entries.exists():
        return
    made = listing.products.filter(is_active=True)
    ApplicationProduct.objects.bulk_create(
        ApplicationProduct(application=application, product=product, position=position)
        for position, product in enumerate(made.order_by("pk"), start=1)
    )


def _fill(call: Call) -> None:
    if call.answers.coming().count() >= call.wanted:
        call.state = Call.State.FILLED
        call.save()
        notifications.call_is_over(call.answers.silent().select_related("call"))


@transaction.atomic
def back_out(*, answer: CallAnswer, by: User, at: datetime, reason: str = "") -> CallAnswer:
    """Cannot come after all: in time the call is open again, and the others are asked anew.

    Twice is harmless. Raises WrongState for whoever had not said yes.
    """
    activity = guards.lock_activity(_activity_of(answer))
    answer.refresh_from_db()
    if answer.state == Answer.BACKED_OUT:
        return answer
    _check_move(answer, Answer.BACKED_OUT)
    coming = Application.objects.filter(activity=activity, business=answer.business_id).first()
    if coming:
        withdraw(application=coming, by=by, at=at, reason=reason)
    answer.refresh_from_db()
    return answer


@transaction.atomic
def close_call(*, call: Call, by: User, at: datetime) -> Call:
    """No more answers; places nobody took go to the reserves. Called twice it changes nothing."""
    activity = guards.lock_activity(call.activity_id)
    guards.check_manages(by)
    call.refresh_from_db()
    if call.state != Call.State.CLOSED:
        end_call(call)
        settle(activity, at=at)
    return call
