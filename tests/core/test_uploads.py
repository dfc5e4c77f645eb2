"""Receiving files: the largest we accept is the most that reaches disk or memory."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from plut_portal.core import formats, uploads
from plut_portal.core.uploads import ABSURD, LARGEST, MB


@pytest.fixture
def disk(settings, tmp_path):
    folder = tmp_path / "arriving"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = folder
    return folder


@pytest.fixture
def received(disk):
    """received(5, 7): the request of a form with two files of so many bytes."""
    requests = []

    def receive(*sizes, **fields):
        requests.append(_request(*sizes, **fields))
        return requests[-1]

    yield receive
    for request in requests:
        request.close()


def _request(*sizes, **fields):
    files = {
        f"file{number}": SimpleUploadedFile("a.bin", bytes(size))
        for number, size in enumerate(sizes)
    }
    return RequestFactory().post("/", files | fields)


def on_disk(folder):
    return sum(path.stat().st_size for path in Path(folder).iterdir())


def test_a_file_up_to_the_limit_arrives_whole(disk, received):
    request = received(LARGEST)

    file = request.FILES["file0"]
    assert (file.size, len(file.read())) == (LARGEST, LARGEST)
    assert on_disk(disk) == LARGEST


def test_a_larger_file_leaves_nothing_but_its_size(disk, received):
    request = received(LARGEST + 1)

    file = request.FILES["file0"]
    assert (file.size, file.read()) == (LARGEST + 1, b"")
    assert on_disk(disk) == 0


def test_several_files_share_the_limit(disk, received):
    request = received(10 * MB, 10 * MB)

    assert [request.FILES[f"file{n}"].size for n in (0, 1)] == [10 * MB] * 2
    assert on_disk(disk) == 10 * MB


def test_fields_behind_a_file_too_large_are_still_read(disk, received):
    key = str(uuid4())

    request = received(LARGEST + MB, zuletzt=key)

    assert request.POST["zuletzt"] == key


def test_what_nobody_would_send_is_refused_before_it_is_read(disk, received):
    request = received(1)
    request.META["CONTENT_LENGTH"] = str(ABSURD + 1)

    with pytest.raises(RequestDataTooBig):
        _ = request.FILES

    assert on_disk(disk) == 0


def test_random_name_is_new_each_time():
    names = {uploads.random_name("photos", ".webp") for _time in range(100)}

    assert len(names) == 100
    assert not any("/../" in name or not name.startswith("photos/") for name in names)


@pytest.mark.parametrize(
    ("size", "text"),
    [(15 * MB, "15 MB"), (15 * MB + 1, "15,1 MB"), (23 * MB, "23 MB"), (1, "0,1 MB")],
)
def test_megabytes_text_never_makes_a_file_smaller(size, text):
    assert formats.megabytes_text(size) == text
