from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.inlines.admin import NonrelatedTabularInline
from unfold.decorators import action, display

from consultations import selectors, services
from consultations.models import (
    AnswerWeight,
    CheckAnswer,
    CheckQuestion,
    CheckVersion,
    Constraint,
)
from plut_portal.core import clock, formats
from plut_portal.core.admin_base import (
    SAFE_METHODS,
    ActsByState,
    HistoryAdmin,
    OfficeTabularInline,
    PortalAdmin,
)
from plut_portal.core.admin_forms import OfficeForm
from plut_portal.core.admin_periods import PeriodForm
from plut_portal.core.forms import posted


@admin.register(Constraint)
class ConstraintAdmin(HistoryAdmin):
    """The kendala. Switched off, never deleted: diagnoses and refusals point to them."""

    list_display = ["label", "expertise", "position", "is_active"]
    list_filter = ["is_active", "expertise"]
    list_select_related = ["expertise"]
    search_fields = ["label", "advice"]
    ordering = ["position", "pk"]
    fields = ["label", "slug", "advice", "bring", "expertise", "position", "is_active"]
    prepopulated_fields = {"slug": ["label"]}
    actions_list = ["agreement"]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    @action(
        description=gettext_lazy("Agreement of cek kendala"),
        url_path="kecocokan",
        permissions=["consultations.view_sessionrecord"],
        icon="fact_check",
    )
    def agreement(self, request):
        if request.method not in SAFE_METHODS:
            raise PermissionDenied
        this_year = formats.wib_day(clock.now()).year
        years = selectors.years_of_sessions(this_year=this_year)
        form = PeriodForm(request.GET or None, years=years, this_year=this_year)
        period = form.period
        return self.page(
            request,
            "admin/consultations/agreement.html",
            title=_("Agreement of cek kendala"),
            form=form,
            period=period,
            agreement=selectors.agreement(starts_on=period.first, ends_on=period.last),
        )


class OfADraft:
    """Rows of a questionnaire: changed and removed while it is a draft, then only read."""

    def has_add_permission(self, request, obj=None):
        return self._may("add", request, obj)

    def has_change_permission(self, request, obj=None):
        return self._may("change", request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may("delete", request, obj)

    def _may(self, what, request, obj):
        version = getattr(obj, "version", obj)
        allowed = request.user.has_perm(f"consultations.{what}_{self.opts.model_name}")
        return allowed and (version is None or version.is_draft)


class QuestionInline(OfADraft, OfficeTabularInline):
    model = CheckQuestion
    fields = ["position", "text", "help", "answers_shown"]
    readonly_fields = ["answers_shown"]
    ordering = ["position", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(answer_count=Count("answers"))

    @display(description=gettext_lazy("answers"))
    def answers_shown(self, question):
        if question.pk is None:
            return _("after saving")
        url = reverse("admin:consultations_checkquestion_change", args=[question.pk])
        words = _("Answers (%(count)d)") % {"count": question.answer_count}
        return format_html('<a href="{}" class="text-link">{}</a>', url, words)


@admin.register(CheckVersion)
class CheckVersionAdmin(ActsByState, PortalAdmin):
    """Questionnaires. What was once published stays as it is; changes begin with a copy."""

    list_display = ["number", "state_shown", "published_at", "question_count"]
    ordering = ["-number"]
    fields = ["number", "state", "published_at"]
    readonly_fields = ["number", "state", "published_at"]
    inlines = [QuestionInline]
    actions_list = ["load_first"]
    actions_detail = ["publish", "copy"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(questions_in_all=Count("questions"))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.is_draft)

    def get_actions_list(self, request):
        return [] if CheckVersion.objects.exists() else super().get_actions_list(request)

    def acts_of(self, version):
        return ["publish"] if version.is_draft else ["copy"]

    @display(
        description=gettext_lazy("state"),
        ordering="state",
        label={
            CheckVersion.State.DRAFT: "warning",
            CheckVersion.State.PUBLISHED: "success",
            CheckVersion.State.RETIRED: "info",
        },
    )
    def state_shown(self, version):
        return version.state, version.get_state_display()

    @display(description=gettext_lazy("questions"))
    def question_count(self, version):
        return version.questions_in_all

    @action(
        description=gettext_lazy("Load the first questionnaire"),
        url_path="muat-awal",
        permissions=["consultations.add_checkversion"],
        icon="download",
    )
    def load_first(self, request):
        return self.service_page(
            request,
            title=_("Load the first questionnaire"),
            intro=_(
                "Nine plain questions and the constraints they lead to, in Indonesian. They are"
                " published at once; you may change them afterwards in a draft."
            ),
            form=OfficeForm(posted(request)),
            submit=_("Load the first questionnaire"),
            run=lambda data: services.load_first_questionnaire(at=clock.now()) and None,
            done=_("Cek kendala is open."),
        )

    @action(
        description=gettext_lazy("Copy to a new draft"),
        url_path="salin",
        permissions=["consultations.add_checkversion"],
        icon="content_copy",
    )
    def copy(self, request, object_id):
        version = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=version,
            title=_("Copy to a new draft"),
            intro=_("The questionnaire of today stays in use until you publish the draft."),
            form=OfficeForm(posted(request)),
            submit=_("Make the draft"),
            run=lambda data: self._copy(request, version),
        )

    def _copy(self, request, version):
        draft = services.copy_version(version=version)
        return self.done(request, _("This is the draft. Change what you like."), draft)

    @action(
        description=gettext_lazy("Publish"),
        url_path="terbitkan",
        permissions=["consultations.change_checkversion"],
        icon="publish",
    )
    def publish(self, request, object_id):
        version = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=version,
            title=_("Publish the questionnaire"),
            intro=_(
                "From now on visitors are asked these questions. Who has begun already finishes"
                " with the questions of before."
            ),
            form=OfficeForm(posted(request)),
            submit=_("Publish"),
            run=lambda data: services.publish_version(version=version, at=clock.now()) and None,
            done=_("The questionnaire is published."),
        )


class AnswerInline(OfADraft, OfficeTabularInline):
    model = CheckAnswer
    fields = ["position", "text", "operating_state"]
    ordering = ["position", "pk"]


class WeightInline(OfADraft, OfficeTabularInline, NonrelatedTabularInline):
    """The weights of all answers of the question; an answer gets them once it is saved."""

    model = AnswerWeight
    fields = ["answer", "constraint", "weight"]

    def get_form_queryset(self, question):
        weights = AnswerWeight.objects.filter(answer__question=question)
        return weights.order_by("answer__position", "answer__pk", "-weight", "pk")

    def save_new_instance(self, parent, instance):
        """Nothing to add: the answer was chosen in the row."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "answer":
            question = request.resolver_match.kwargs.get("object_id")
            own = CheckAnswer.objects.filter(question=question)
            kwargs["queryset"] = own.order_by("position", "pk")
        else:
            kwargs["queryset"] = Constraint.objects.active().in_order()
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        # Read once, not anew for each row of the table.
        field.choices = list(field.choices)
        return field


@admin.register(CheckQuestion)
class CheckQuestionAdmin(OfADraft, PortalAdmin):
    """One question with its answers and what they weigh; reached from its questionnaire."""

    list_display = ["text", "version", "position"]
    list_filter = ["version"]
    list_select_related = ["version"]
    search_fields = ["text", "answers__text"]
    ordering = ["-version__number", "position", "pk"]
    fields = ["version", "position", "text", "help"]
    readonly_fields = ["version"]
    inlines = [AnswerInline, WeightInline]

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def response_post_save_change(self, request, obj):
        return redirect("admin:consultations_checkversion_change", obj.version_id)
