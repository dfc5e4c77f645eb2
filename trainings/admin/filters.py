from django.contrib import admin

from trainings.models import Batch


class BatchFilter(admin.RelatedFieldListFilter):
    """All batches with their tracks, in one query; the newest first."""

    def field_choices(self, field, request, model_admin):
        batches = Batch.objects.select_related("track").order_by("-enrol_from", "-pk")
        return [(batch.pk, str(batch)) for batch in batches]
