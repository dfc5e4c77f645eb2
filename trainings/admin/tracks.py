"""What is taught: tracks, their stages with what each gate asks for, courses with hand-outs."""

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from businesses.forms.uploads import LARGEST_PHOTO, check_paper
from plut_portal.core.admin_base import HistoryAdmin, OfficeTabularInline
from trainings.models import Course, Material, Stage, Track


class StageInline(OfficeTabularInline):
    model = Stage
    fields = ["position", "kind", "name", "attendance_percent"]
    ordering = ["position"]
    show_change_link = True


@admin.register(Track)
class TrackAdmin(HistoryAdmin):
    list_display = ["name", "stages_shown", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "summary"]
    ordering = ["position", "pk"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "summary", "audience", "outcomes", "position", "is_active"]
    inlines = [StageInline]
    view_on_site = True

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("stages")

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    @display(description=gettext_lazy("stages"))
    def stages_shown(self, track):
        stages = sorted(track.stages.all(), key=lambda stage: stage.position)
        return " → ".join(stage.name for stage in stages)


class StageForm(forms.ModelForm):
    permits = forms.MultipleChoiceField(
        label=gettext_lazy("Permits needed to enter"),
        choices=Stage.Permit.choices,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy("The gate stays closed until the business has handed them in."),
    )

    class Meta:
        model = Stage
        fields = [
            "track",
            "position",
            "kind",
            "name",
            "summary",
            "attendance_percent",
            "pass_mark",
            "output_kind",
            "output_name",
            "output_help",
            "permits",
        ]


class CourseInline(OfficeTabularInline):
    model = Course
    fields = ["position", "title", "hours", "topics"]
    ordering = ["position"]
    show_change_link = True


@admin.register(Stage)
class StageAdmin(HistoryAdmin):
    form = StageForm
    list_display = ["name", "track", "position", "kind", "asks_for", "hours"]
    list_filter = ["track", "kind"]
    list_select_related = ["track"]
    search_fields = ["name", "track__name"]
    ordering = ["track__position", "position", "pk"]
    fields = StageForm.Meta.fields
    inlines = [CourseInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("courses")

    def get_readonly_fields(self, request, obj=None):
        # What was attended and handed in hangs on the stage, and with it on its track.
        return ["track"] if obj else []

    @display(description=gettext_lazy("what its gate asks for"))
    def asks_for(self, stage):
        asked = [_("%(percent)d%% attendance") % {"percent": stage.attendance_percent}]
        if stage.pass_mark is not None:
            asked.append(_("test from %(mark)d") % {"mark": stage.pass_mark})
        if stage.asks_for_output:
            asked.append(stage.output_name)
        return " · ".join(asked)

    @display(description=gettext_lazy("hours (JP)"))
    def hours(self, stage):
        return sum(course.hours for course in stage.courses.all())


class MaterialForm(forms.ModelForm):
    class Meta:
        model = Material
        fields = ["title", "file", "link", "is_active"]
        help_texts = {
            "file": gettext_lazy("PDF or photo; read by participants once the gate is open.")
        }

    def clean_file(self):
        """Told by its content, whatever its name says (FM-48)."""
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            check_paper(file, largest_photo=LARGEST_PHOTO)
        return file


class MaterialInline(OfficeTabularInline):
    model = Material
    form = MaterialForm
    ordering = ["pk"]

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm("trainings.delete_material")


@admin.register(Course)
class CourseAdmin(HistoryAdmin):
    list_display = ["title", "stage_shown", "hours", "material_count"]
    list_filter = ["stage__track"]
    list_select_related = ["stage__track"]
    search_fields = ["title", "topics"]
    ordering = ["stage__track__position", "stage__position", "position", "pk"]
    fields = ["stage", "position", "title", "hours", "topics"]
    inlines = [MaterialInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("materials")

    def get_readonly_fields(self, request, obj=None):
        return ["stage"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "stage":
            field.queryset = Stage.objects.select_related("track").in_order()
            field.label_from_instance = stage_label
        return field

    @display(description=gettext_lazy("stage"), ordering="stage__position")
    def stage_shown(self, course):
        return stage_label(course.stage)

    @display(description=gettext_lazy("materials"))
    def material_count(self, course):
        return len(course.materials.all())


def stage_label(stage):
    return f"{stage.track.name} – {stage.name}"
