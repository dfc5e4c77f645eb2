"""Receiving files: never more than the largest we accept, never under the name they came with."""

import secrets
from io import SEEK_END, BytesIO
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

MB = 1024 * 1024
LARGEST = 15 * MB
# Beyond this it is no photo of a phone, and the rest is not even listened to.
ABSURD = 4 * LARGEST
_PDF = b"%PDF-"


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Keeps files on disk until they are too large, then only counts.

    The form gets a file without content that knows how large it would have been, and says so.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = 0

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        _data, _meta, content_length, *_more = args
        if content_length > ABSURD:
            raise RequestDataTooBig(f"{content_length} bytes in one form")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.is_too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.kept += len(raw_data)
        if self.kept > LARGEST and not self.is_too_large:
            self.is_too_large = True
            self.file.close()
        if not self.is_too_large:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        if not self.is_too_large:
            return super().file_complete(file_size)
        return UploadedFile(BytesIO(), self.file_name, self.content_type, size=file_size)


def random_name(folder: str, ending: str = "") -> str:
    """A place in private storage that nobody guesses; the sender's name is kept nowhere."""
    token = secrets.token_hex(16)
    return f"{folder}/{token[:2]}/{token}{ending}"


def is_pdf(file: IO[bytes]) -> bool:
    file.seek(0)
    start = file.read(len(_PDF))
    file.seek(0)
    return start == _PDF


def is_whole_pdf(file: IO[bytes]) -> bool:
    """Whether it also ends as one: a sending that broke off leaves the end out."""
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - 1024))
    end = file.read()
    file.seek(0)
    return b"%%EOF" in end
