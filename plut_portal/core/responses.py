from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """After a form: the browser goes on with GET, whatever its age."""

    status_code = 303
