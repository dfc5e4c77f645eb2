"""Filling in a registration at the counter, for somebody without a phone."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold import widgets
from unfold.decorators import action

from businesses import selectors, services
from businesses.forms import ConditionForm, NameForm, NibForm, TurnoverForm
from plut_portal.core import clock
from plut_portal.core.admin_forms import OfficeForm
from plut_portal.core.forms import posted


class CompletingForm(OfficeForm, NameForm, ConditionForm, TurnoverForm, NibForm):
    """The owner's own steps, on one page.

    Turnover and capital said before are not shown to the counter (law 27/2022 article 4): left
    empty they stay as they are.
    """

    field_order = [
        "name",
        "address",
        "operating_state",
        "workers_female",
        "workers_male",
        "started_year",
        "turnover_band",
        "capital",
        "nib",
    ]

    def __init__(self, *args, dossier, may_have_nib, **kwargs):
        figures, business = dossier.figures, dossier.business
        initial = {
            "name": business.name,
            "address": business.address,
            "started_year": business.started_year,
            "operating_state": figures.operating_state,
            "workers_female": figures.workers_female,
            "workers_male": figures.workers_male,
        }
        super().__init__(*args, initial=initial, remarks=dossier.remarks, **kwargs)
        for name in ("operating_state", "turnover_band"):
            choices = self.fields[name].choices
            self.fields[name].widget = widgets.UnfoldAdminRadioSelectWidget(choices=choices)
        is_answered = bool(figures.turnover_band or figures.turnover_withheld)
        self.fields["turnover_band"].required = not is_answered
        if not may_have_nib:
            del self.fields["nib"]

    def clean(self):
        """By the names of the service; what was left empty is not among them."""
        data = super().clean()
        if self["turnover_band"].data:
            data["turnover_withheld"] = not data.get("turnover_band")
        else:
            data.pop("turnover_band", None)
        if data.get("capital") is None:
            data.pop("capital", None)
        else:
            data["capital_withheld"] = False
        return data


class Completing:
    """The page of the counter, for the admin of businesses."""

    @action(
        description=gettext_lazy("Fill in at the counter"),
        url_path="lengkapi",
        permissions=["businesses.change_business"],
        icon="edit_document",
    )
    def complete(self, request, object_id):
        business = self.object_or_404(request, object_id)
        form = CompletingForm(
            posted(request),
            dossier=selectors.dossiers([business])[business.pk],
            may_have_nib=business.memberships.active().count() == 1,
        )
        return self.service_page(
            request,
            obj=business,
            title=_("Fill in at the counter"),
            intro=_(
                "Ask, write and send it to be checked. What was said before about turnover,"
                " capital and NIB is not shown; left empty it stays as it is."
            ),
            form=form,
            submit=_("Save and send"),
            run=lambda data: services.complete_at_counter(
                business=business, by=request.user, at=clock.now(), **data
            ),
            done=_("Saved, and sent to be checked."),
        )
