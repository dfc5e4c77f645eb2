"""The admin as the programme admin meets it: the theme's own faults are listed, ours are none."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.live]

# Rules that django-unfold's own markup breaks, on pages without a line of ours.
OF_THE_THEME: dict[str, str] = {}


def test_admin_breaks_no_rule_of_ours(visit, shown):
    person = visit("admin", width=1280)
    broken = {}

    for shot in (shot for shot in shown.shots if shot["name"].startswith("admin:")):
        if shot["who"] != "admin":
            continue
        status = person.open(shot["path"])
        assert status in {200, 403, 404}, shot["path"]
        if status != 200:
            continue
        for rule, places in person.violations():
            broken.setdefault(rule, []).append((shot["path"], places[:2]))

    assert {rule: at for rule, at in broken.items() if rule not in OF_THE_THEME} == {}
    assert person.complaints == []
    assert person.hosts == {shown.url.removeprefix("http://")}
