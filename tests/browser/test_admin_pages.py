"""The admin as the people of the office meet it: the theme's own faults are listed, ours are none."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.live]

# What axe finds in django-unfold's own markup, whatever page it frames.
OF_THE_THEME = {
    "landmark-one-main": "the theme has no <main>",
    "region": "and so its content is in no landmark",
    "landmark-unique": "two unnamed scrolling regions in the sidebar",
    "list": "its object tools are links straight in a <ul>",
    "aria-input-field-name": "its select2 boxes carry no name",
    "label": "fields of tabular inlines are named by their column alone",
    "select-name": "the same for selects",
    "empty-table-header": "the column of the delete ticks",
}
# The theme's, around nothing of ours.
SKIPPED = ("_history", "_delete")


# The menu, the same beside every page of a person and most of its markup.
MENU = "#nav-sidebar"


def test_admin_breaks_no_rule_of_ours(visit, shown):
    people = {who: visit(who, width=1280) for who in ("admin", "counter", "head", "auditor")}
    broken, menu_seen = {}, set()

    for shot in shown.shots:
        if not shot["name"].startswith("admin:") or shot["name"].endswith(SKIPPED):
            continue
        who, path = shot["who"], shot["path"]
        status = people[who].open(path, wait_until="domcontentloaded")
        assert status in {200, 403, 404}, path
        if status != 200:
            continue
        outside = MENU if who in menu_seen else ""
        menu_seen.add(who)
        for rule, places in people[who].violations(without=OF_THE_THEME, outside=outside):
            broken.setdefault(rule, []).append((path, places[:2]))

    assert broken == {}
    assert menu_seen == set(people)
    for person in people.values():
        assert person.complaints == []
        assert person.hosts == {shown.url.removeprefix("http://")}
