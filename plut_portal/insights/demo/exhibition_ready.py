"""The ready list of the demonstration, and a call to it that most have answered."""

from datetime import datetime

from businesses.models import Product
from exhibitions import services
from exhibitions.models import Application, Call, CallAnswer
from plut_portal.accounts.models import User
from plut_portal.core.validators import normalise_phone
from plut_portal.insights.demo import logins, past
from plut_portal.insights.demo.exhibition_data import KUB, OUT_OF_TOWN
from plut_portal.insights.demo.exhibition_office import Office, plan
from plut_portal.insights.demo.exhibition_plans import CallData, ReadyData

AT_SHORT_NOTICE = CallData(
    fields={
        "slug": "bazar-kayutangan",
        "kind": OUT_OF_TOWN,
        "title": "Bazar Kayutangan",
        "summary": "Empat meja kosong di koridor Kayutangan, Malang, akhir pekan ini.",
        "organiser": "Paguyuban Kayutangan",
        "place": "Koridor Kayutangan",
        "city": "Malang",
        "hours": "15.00–22.00 WIB",
        "quota": 4,
        "bears_costs": "PLUT menanggung meja dan mobil barang.",
    },
    begins=4,
    lasts=2,
    wanted=3,
    message="Kumpul di PLUT pukul 12.00, mobil barang berangkat pukul 12.30.",
    ready=(
        ReadyData("Keripik Bu Sumiati", 120, note="Bisa tambah 40 bungkus dalam dua hari."),
        ReadyData(
            "Kopi Lereng Panderman",
            90,
            comes=True,
            travellers=(("Wahyu Nugroho", "L"), ("Ayu Lestari", "M")),
            goods=(
                ("Kopi bubuk robusta 200 g", 60, 2, 13_500, 35_000, False),
                ("Alat seduh", 1, 1, 6_000, 0, True),
            ),
        ),
        ReadyData("Sambal Nuriyah", 75, goes_out_of_town=False, note="Hanya di Batu."),
        ReadyData(
            KUB,
            200,
            comes=True,
            goods=(
                ("Keripik wortel 100 g", 80, 2, 9_500, 17_000, False),
                ("Sambal apel 150 g", 40, 1, 9_000, 22_000, True),
            ),
            is_handed_over=True,
        ),
        ReadyData("Ecoprint Handayani", 24, comes=False),
        ReadyData("Abon Jamur Winarsih", 50),
    ),
)


def live_through(office: Office) -> None:
    """Some businesses are ready; yesterday they were called, and most have answered."""
    data = AT_SHORT_NOTICE
    called_at, answered_at = office.moment(-1, 8), office.moment(-1, 15)
    activity = plan(data, office)
    services.publish_activity(activity=activity, by=office.admin, at=called_at)
    for number, ready in enumerate(data.ready):
        _be_ready(ready, office, at=office.moment(-4 - 3 * number))
    call = services.send_call(
        activity=activity,
        wanted=data.wanted,
        answer_until=office.moment(2, 17),
        message=data.message,
        by=office.admin,
        at=called_at,
    )
    office.diary.close(called_at)
    past.settle_outbox(until=answered_at)
    for ready in data.ready:
        if ready.comes is not None:
            _answer(ready, call, office, at=answered_at)
    office.diary.close(answered_at)


def _be_ready(ready: ReadyData, office: Office, *, at: datetime) -> None:
    business = office.businesses[ready.business]
    services.be_ready(
        business=business,
        products=list(Product.objects.filter(business=business, is_active=True)),
        pieces=ready.pieces,
        goes_out_of_town=ready.goes_out_of_town,
        note=ready.note,
        by=office.owner(business),
        at=at,
    )
    office.diary.close(at)


def _answer(ready: ReadyData, call: Call, office: Office, *, at: datetime) -> None:
    business = office.businesses[ready.business]
    owner = office.owner(business)
    answer = CallAnswer.objects.get(call=call, business=business)
    services.answer_call(answer=answer, comes=bool(ready.comes), by=owner, at=at)
    application = Application.objects.filter(activity=call.activity, business=business).first()
    if application:
        _pack(ready, application, owner, office, at=at)


def _pack(
    ready: ReadyData, application: Application, owner: User, office: Office, *, at: datetime
) -> None:
    for number, (name, shirt) in enumerate(ready.travellers):
        phone = normalise_phone(logins.demo_phone(90 + number))
        services.add_traveller(
            application=application, name=name, phone=phone, shirt=shirt, by=owner
        )
    for goods, pieces, parcels, grams, price, is_fragile in ready.goods:
        line = services.add_goods(
            application=application,
            goods=goods,
            pieces=pieces,
            parcels=parcels,
            weight_grams=grams,
            price=price,
            is_fragile=is_fragile,
            by=owner,
        )
        if ready.is_handed_over:
            services.hand_over(line=line, pieces=pieces, by=office.admin, at=at)
