"""What stands below an activity: its ground, and the rules by which it chooses."""

from unfold.admin import StackedInline

from consultations.models import Expertise
from exhibitions import selectors
from exhibitions.models import Criterion, FairnessRule, Requirement, Zone
from plut_portal.core.admin_base import Fields, OfficeTabularInline


class Rule:
    """Fixed once the activity is published: nobody is judged by rules made afterwards (FM-58)."""

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and _may_change(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may_change(obj)


def _may_change(activity):
    return activity is None or selectors.rules_may_change(activity)


class ListedRuleInline(Rule, OfficeTabularInline):
    def has_delete_permission(self, request, obj=None):
        name = f"exhibitions.delete_{self.opts.model_name}"
        return request.user.has_perm(name) and _may_change(obj)


class RequirementInline(ListedRuleInline):
    model = Requirement
    fields = ["kind", "is_must", "expertise", "note"]
    ordering = ["pk"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "expertise":
            field.queryset = Expertise.objects.offered()
        return field


class CriterionInline(ListedRuleInline):
    model = Criterion
    fields = ["position", "name", "help", "weight", "scope"]
    ordering = ["position", "pk"]


class FairnessInline(Rule, Fields, StackedInline):
    """Shown with the usual numbers until others are saved."""

    model = FairnessRule
    fields = [
        "rotation_months",
        "rotation_penalty",
        "rotation_most",
        "first_timer_bonus",
        "village_bonus",
    ]
    extra = max_num = 1
    hide_title = True

    def has_delete_permission(self, request, obj=None):
        return False


class ZoneInline(OfficeTabularInline):
    model = Zone
    fields = ["position", "name", "note"]
    ordering = ["position", "pk"]
    show_change_link = True
