"""Answering an owner: her answers with a remark on each, likely duplicates, the decision."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from businesses import selectors, services
from businesses.admin.forms import VerificationForm
from businesses.models import Business, BusinessDocument, FieldRemark, ProductPhoto
from plut_portal.core import clock, formats
from plut_portal.core.forms import posted

DECIDABLE = (Business.Status.SUBMITTED, Business.Status.VERIFIED)


class Verification:
    """The page of one registration, for the admin of businesses."""

    @action(
        description=gettext_lazy("Check and answer"),
        url_path="periksa",
        permissions=["businesses.verify_business"],
        icon="fact_check",
    )
    def verify(self, request, object_id):
        business = self.object_or_404(request, object_id)
        dossier = selectors.dossiers([business])[business.pk]
        form = VerificationForm(
            posted(request),
            business=business,
            answers=selectors.answers(dossier),
            previous=_last_remarks(business),
        )
        return self.service_page(
            request,
            obj=business,
            template="admin/businesses/verification.html",
            title=_("Check and answer"),
            form=form,
            submit=_("Send the answer"),
            run=lambda data: services.decide(
                business=business, by=request.user, at=clock.now(), **form.decision
            ),
            done=_("The answer is on its way to everyone who acts for this business."),
            figures=dossier.figures,
            duplicates=selectors.likely_duplicates(business),
            merge_url=self.address("merge", business),
            distinguish_url=self.address("distinguish", business),
            photo=ProductPhoto.objects.ready().of(business) or ProductPhoto.objects.of(business),
            documents=BusinessDocument.objects.of(business),
            may_open=request.user.has_perm("businesses.open_document"),
            is_late=business.is_answer_late(today=formats.wib_day(clock.now())),
        )


def _last_remarks(business):
    """What the answer before this one asked for, mended or not."""
    last = business.decisions.order_by("-made_at", "-pk").first()
    rows = FieldRemark.objects.filter(decision=last) if last else []
    return {remark.field: remark for remark in rows}
