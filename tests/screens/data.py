"""Fills an empty portal with one kind of data and prints what there is to shoot.

Runs as a process of its own, since the settings of one process name one database.
"""

import json
import sys
from types import SimpleNamespace
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

django.setup()

from allauth.account.internal.flows.login import record_authentication
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from consultations import selectors
from plut_portal.core import clock
from plut_portal.insights.demo import running
from tests.access.world import url_names
from tests.screens import cast, long_data, pages
from tests.screens.portal import DATABASE


def main(data: str) -> None:
    if not connection.settings_dict["NAME"].startswith(DATABASE):
        sys.exit("This fills a database of its own, not that of a portal people use.")
    running.collect_static()
    if data == "empty":
        people = cast.few()
    else:
        call_command("seed_demo", stdout=sys.stderr)
        people = cast.of_the_demo()
    if data == "long":
        long_data.lengthen(people["owner"], people["consultant"])
    rows = cast.rows(people)
    shots = [shot for page in pages.PAGES if (shot := _shot(page, people, rows))]
    shots += [*_admin_shots(), *_refusals(people)]
    cookies = {who: _cookies(who, user) for who, user in people.items()}
    json.dump(
        {
            "shots": shots,
            "cookies": cookies,
            "names": sorted(name for name in url_names() if "unnamed" not in name),
        },
        sys.stdout,
    )


def _shot(page: pages.Page, people: dict, rows: dict[str, dict]) -> dict[str, Any] | None:
    """None where this portal has no such person or row."""
    if (page.who != "anonymous" and page.who not in people) or (page.of and page.of not in rows):
        return None
    path = reverse(page.name, kwargs=rows.get(page.of))
    title = page.name.replace("account_", "accounts:").replace("mfa_", "mfa:").replace(":", "-")
    return {
        "name": page.name,
        "title": f"{title}-{page.of}" if page.of else title,
        "who": page.who,
        "of": page.of,
        "path": path,
        "lands": page.lands or path,
        "heading": page.heading,
        "submits": page.submits,
        "status": page.status,
    }


def _refusals(people: dict) -> list[dict[str, Any]]:
    asked = [("404", "anonymous", "/tidak-ada/", 404), ("403", "owner", "/konsultan/", 403)]
    return [
        {
            "name": f"error {title}",
            "title": title,
            "who": who,
            "of": "",
            "path": path,
            "heading": "",
            "submits": False,
            "status": status,
        }
        for title, who, path, status in asked
    ]


def _admin_shots() -> list[dict[str, Any]]:
    """Each page of each model the programme admin meets, on its first row."""
    shots = []
    for model_admin in admin.site._registry.values():
        first = model_admin.model._default_manager.order_by("pk").first()
        for pattern in model_admin.get_urls():
            name = pattern.name and f"admin:{pattern.name}"
            if name in pages.NO_PAGE:
                continue
            if name and (path := _admin_path(name, first)):
                shots.append(_admin_shot(name, path))
    fixed = ("admin:password_change", "admin:password_change_done", "admin:demo_clock")
    shots += [_admin_shot(name, path) for name in fixed if (path := _admin_path(name, None))]
    shots += [
        _admin_shot("admin:app_list", reverse("admin:app_list", args=[label]))
        for label in dict.fromkeys(model._meta.app_label for model in admin.site._registry)
    ]
    return list({shot["path"]: shot for shot in shots}.values())


def _admin_path(name: str, row: Any) -> str | None:
    """With nothing in it, or the row, or the row and its oldest version: whatever it takes."""
    tries = [[]]
    if row:
        tries.append([row.pk])
        if hasattr(row, "history") and (version := row.history.last()):
            tries.append([row.pk, version.pk])
    for arguments in tries:
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return None


def _admin_shot(name: str, path: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": name.replace(":", "-") + ("-" + path.split("/")[2] if "app_list" in name else ""),
        "who": "admin",
        "of": "",
        "path": path,
        "heading": "",
        "submits": False,
        "status": 200,
        "may_be_closed": True,
    }


def _cookies(who: str, user: Any) -> dict[str, str]:
    """A session for this person; one is stopped halfway, before the second step."""
    client = Client(SERVER_NAME="localhost")
    if who == "half_way":
        credentials = {"login": user.email, "password": cast.PASSWORD}
        client.post(reverse("account_login"), credentials)
        session = client.session
        session["account_login"]["initiated_at"] += 36_000
        session.save()
    else:
        client.force_login(user)
        # As if the password had just been typed: some pages ask for it again after five minutes.
        request = SimpleNamespace(session=client.session, user=user)
        record_authentication(request, user, method="password", reauthenticated=True)
        request.session["account_authentication_methods"][-1]["at"] += 36_000
        if who in cast.TICKED:
            check = cast.take_check(who, at=clock.now())
            request.session[selectors.SESSION_KEY] = str(check.public_id)
        request.session.save()
    return {"sessionid": client.cookies["sessionid"].value}


main(sys.argv[1])
