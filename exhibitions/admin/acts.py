"""What the admins of exhibitions share: acts by state, and pages about a row to read."""

from django.contrib.auth.decorators import permission_required
from django.urls import path
from django.views.decorators.http import require_safe
from unfold.decorators import action

from plut_portal.core import clock
from plut_portal.core.admin_base import ActsByState

CHANGE, DECIDE, MANAGE = (
    f"exhibitions.{name}"
    for name in ("change_activity", "decide_application", "manage_applications")
)


def act(label, url_path, icon, permission):
    return action(description=label, url_path=url_path, permissions=[permission], icon=icon)


class Acts(ActsByState):
    """Acts straight through a service. `subject` is the service's name for the row."""

    subject = ""
    ACTS: dict[str, list[str]] = {}

    def acts_of(self, row):
        return self.ACTS.get(row.state, [])

    def act_page(self, request, row, form, service, *, title, then=None, **context):
        """`then` is where it goes on; otherwise the row's own page says that it is done."""

        def run(data):
            service(**{self.subject: row}, by=request.user, at=clock.now(), **data)
            return then and then()

        return self.service_page(
            request, obj=row, form=form, title=title, run=run, **{"submit": title} | context
        )


class ReadPages:
    """Pages about one row that are for reading."""

    def page_url(self, route, view, name, permission):
        @require_safe
        @permission_required(permission, raise_exception=True)
        def page(request, object_id):
            return view(request, self.object_or_404(request, object_id))

        full_name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(f"<int:object_id>/{route}/", self.admin_site.admin_view(page), name=full_name)
