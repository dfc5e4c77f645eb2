from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header


def private_file(
    request: HttpRequest, file: FieldFile, *, content_type: str, name: str
) -> HttpResponseBase:
    """A file whose reader has been checked. Browsers keep it, but ask again each time."""
    # The name in storage is random and belongs to these very bytes.
    etag = f'"{(file.name or "").rpartition("/")[2]}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or HttpResponse(_bytes(file), content_type=content_type)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    # Should a browser show it all the same, then as a picture in a vacuum.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _bytes(file: FieldFile) -> bytes:
    with file.open("rb") as handle:
        data: bytes = handle.read()
    return data
