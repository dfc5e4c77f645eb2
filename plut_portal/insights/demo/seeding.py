"""The demonstration's data, all of it: from an empty portal to one with a past and a future."""

import shutil
from datetime import date, datetime, timedelta
from random import Random

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import F, Model

from businesses.models import KbliCode, KbliEntry, PermitRule, Village
from exhibitions.models import SearchWords
from plut_portal.accounts import services as account_services
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.insights.demo import (
    cases,
    counter,
    exhibitions,
    history,
    past,
    people,
    pictures,
    products,
    records,
    registrations,
    retail,
    talks,
    targets,
    trainings,
)
from plut_portal.insights.demo.visits import PAST_DAYS, Planner, Visit
from plut_portal.notifications.models import Delivery, Message

OUR_APPS = (
    "core",
    "accounts",
    "notifications",
    "businesses",
    "consultations",
    "trainings",
    "exhibitions",
    "insights",
)
BEFORE_EVERYTHING = timedelta(days=PAST_DAYS + 10)
READ_AFTER = timedelta(hours=3)
UNREAD_SINCE = timedelta(days=2)


def is_seeded() -> bool:
    return User.objects.exists()


def empty() -> None:
    """Throw away every file, and every row but what a fresh installation brings.

    That is: villages, KBLI, rules about permits, search words, groups, permissions.
    """
    models: list[type[Model]] = [Session]
    for label in OUR_APPS:
        models += apps.get_app_config(label).get_models(include_auto_created=True)
    for model in (Village, KbliCode, KbliEntry, PermitRule, SearchWords):
        models.remove(model)
    tables = {connection.ops.quote_name(model._meta.db_table) for model in models}
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def dice() -> Random:
    """Chance that falls the same way each time, so that everyone is shown the same portal."""
    return Random(17)  # noqa: S311


def seed(*, at: datetime) -> None:
    """Fill an empty portal with a past before `at` and a future after it."""
    rng = dice()
    with past.nobody_poked():
        visits = prepare(at=at, rng=rng)
        registrations.live_through(people.People(), at=at)
        history.live_through(visits, at=at, rng=rng)
        history.move_one(at=at)
        counter.fill(at=at)
        cases.live_through(at=at)
        trainings.live_through(at=at)
        history.close_a_month(by=User.objects.get(email="admin@plut.example"), at=at)
        _look_up_a_number(visits[0].client.owner, at=at)
        pictures.add(at=at)
        products.add(at=at)
        exhibitions.live_through(at=at)
        _read_messages(at=at)
        retail.add(at=at)
        records.add(at=at)
        targets.add(at=at)


def prepare(*, at: datetime, rng: Random) -> list[Visit]:
    """The office and everyone in it, and the plan of who comes when."""
    today = formats.wib_day(at)
    start = at - BEFORE_EVERYTHING
    people.create_office(first=start.date(), last=date(today.year + 1, 12, 31), at=start)
    everyone = people.People()
    consultants = people.create_staff(everyone, at=start, today=today)
    clients = people.create_clients(everyone, at=start, rng=rng)
    return Planner(clients, talks.read(), at=at, rng=rng).plan(consultants)


def _read_messages(*, at: datetime) -> None:
    arrived = Delivery.objects.filter(
        channel=Delivery.Channel.INBOX, state=Delivery.State.SENT, sent_at__lt=at - UNREAD_SINCE
    )
    messages = Message.objects.filter(pk__in=arrived.values("message"))
    messages.update(read_at=F("due_at") + READ_AFTER)


def _look_up_a_number(owner: User, *, at: datetime) -> None:
    """So that the access log is not empty."""
    officer = User.objects.get(email="loket@plut.example")
    account_services.reveal_contact(
        user=owner,
        by=officer,
        reason="Mengabari bahwa contoh label sudah bisa diambil.",
        at=at - timedelta(days=3),
    )
