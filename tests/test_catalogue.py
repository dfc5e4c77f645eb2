"""Everything people read is in Indonesian: the catalogue is complete, compiled and up to date."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

CATALOGUE = Path("locale/id/LC_MESSAGES/django.po")
SOURCES = ("plut_portal", "businesses", "consultations", "trainings", "exhibitions", "templates")


def entries(path):
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]


def identity(entry):
    return entry.msgctxt, entry.msgid


def test_the_catalogue_has_no_gaps():
    gaps = [entry.msgid for entry in entries(CATALOGUE) if not entry.translated() or entry.fuzzy]

    assert gaps == []


def test_the_compiled_catalogue_says_the_same():
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))

    assert {identity(e): (e.msgstr, e.msgstr_plural) for e in compiled} == {
        identity(e): (e.msgstr, e.msgstr_plural) for e in entries(CATALOGUE)
    }


@pytest.mark.skipif(
    not shutil.which("xgettext") and not os.environ.get("REQUIRE_BROWSER"),
    reason="gettext is not installed, so new sentences in the code are NOT looked for",
)
def test_every_sentence_of_the_source_is_in_the_catalogue(tmp_path):
    # Other workers write these while they are copied.
    compiled = shutil.ignore_patterns("__pycache__")
    for folder in (*SOURCES, "locale"):
        shutil.copytree(folder, tmp_path / folder, ignore=compiled)
    shutil.copy("manage.py", tmp_path)

    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale=id", "--no-obsolete"],
        cwd=tmp_path,
        env=os.environ | {"PORTAL_STATE_DIR": str(settings.STATE_DIR)},
        check=True,
        capture_output=True,
    )

    in_the_source = {identity(entry) for entry in entries(tmp_path / CATALOGUE)}
    assert in_the_source == {identity(entry) for entry in entries(CATALOGUE)}
