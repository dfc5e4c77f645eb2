from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """The data of a sent form – also of one sent with nothing in it – or None on a first look."""
    return request.POST if request.method == "POST" else None


def is_key(text: str) -> bool:
    """Whether it can be the number of a row: digits, and no more than the database holds."""
    return text.isascii() and text.isdigit() and len(text) < 19
