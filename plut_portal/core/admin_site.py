"""The office: Django's admin behind the portal's own login, and the clock of the demo."""

from functools import partial, wraps

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.sites import UnfoldAdminSite

from plut_portal.core import clock, formats, forms
from plut_portal.core.admin_forms import DemoClockForm


class Choices(AutocompleteJsonView):
    def serialize_result(self, obj, to_field_name):
        text = self.model_admin.choice_text(obj)
        return super().serialize_result(obj, to_field_name) | {"text": text}


def _refuse_what_cannot_be(request, object_id):
    """What the database would break on: a zero byte, or a row whose number is none."""
    if any("\0" in text for name, texts in request.GET.lists() for text in (name, *texts)):
        raise BadRequest
    if object_id is not None and not forms.is_key(str(object_id)):
        raise Http404


class OfficeSite(UnfoldAdminSite):
    index_title = gettext_lazy("Today")
    empty_value_display = "–"

    login = method_decorator(secure_admin_login)(UnfoldAdminSite.login)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pages = []

    def add_page(self, route, view, name):
        """A page of the office that hangs on no table; called by the app that reads for it."""
        self.pages.append((route, view, name))

    def admin_view(self, view, cacheable=False):
        """Whoever is signed in but does not work here is told so, not sent to sign in again."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            _refuse_what_cannot_be(request, kwargs.get("object_id"))
            return inner(request, *args, **kwargs)

        return guarded

    def get_urls(self):
        urls = super().get_urls()
        for entry in urls:
            # Strangers go to the portal's login at once, without a stop at the admin's own.
            if hasattr(entry, "callback") and hasattr(entry.callback, "login_url"):
                entry.callback.login_url = settings.LOGIN_URL
        return urls

    def get_app_list(self, request, app_label=None):
        """Django asks for the whole list beside every page; ours have a menu of their own."""
        listed = partial(super().get_app_list, request, app_label)
        return listed() if app_label else SimpleLazyObject(listed)

    def autocomplete_view(self, request):
        return Choices.as_view(admin_site=self)(request)

    def password_change(self, request, extra_context=None):
        # The portal's own page also ends other sessions and voids codes.
        return redirect("account_change_password")

    def extra_urls(self):
        demo = [] if settings.PRODUCTION else [("waktu-demo/", self.demo_clock, "demo_clock")]
        return [
            path(route, self.admin_view(view), name=name)
            for route, view, name in [*self.pages, *demo]
        ]

    def demo_clock(self, request):
        """Move the portal through time, so that what is due tomorrow can be seen today."""
        if not request.user.has_perm("accounts.assign_roles"):
            raise PermissionDenied
        form = DemoClockForm(forms.posted(request))
        if request.method == "POST" and form.is_valid():
            clock.move(form.step())
            now = formats.moment_text(clock.now())
            messages.success(request, _("For the portal it is now %(moment)s.") % {"moment": now})
            return redirect("admin:demo_clock")
        context = self.each_context(request) | {
            "title": _("Demo clock"),
            "form": form,
            "now": clock.now(),
            "is_moved": bool(clock.offset()),
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/demo_clock.html", context, status=status)
