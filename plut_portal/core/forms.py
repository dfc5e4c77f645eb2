from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """The data of a sent form – also of one sent with nothing in it – or None on a first look."""
    return request.POST if request.method == "POST" else None
