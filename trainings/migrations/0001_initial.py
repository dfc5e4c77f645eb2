import businesses.models.uploads
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import simple_history.models
import trainings.models.batches
import trainings.models.certificates
import trainings.models.outputs
import trainings.models.tracks
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("businesses", "0015_document"),
        ("consultations", "0019_action_done"),
    ]

    operations = [
        migrations.CreateModel(
            name="Track",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "slug",
                    models.SlugField(
                        max_length=60,
                        unique=True,
                        validators=[trainings.models.tracks.validate_free_slug],
                        verbose_name="address",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "summary",
                    models.CharField(
                        help_text="Shown under the name on the list.",
                        max_length=200,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "audience",
                    models.TextField(
                        blank=True,
                        help_text="One line each.",
                        max_length=800,
                        verbose_name="who it is for",
                    ),
                ),
                (
                    "outcomes",
                    models.TextField(
                        help_text="One line each, beginning with a verb.",
                        max_length=1000,
                        verbose_name="what one can do afterwards",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="offered")),
            ],
            options={
                "verbose_name": "training track",
                "verbose_name_plural": "training tracks",
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="batch number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("PUBLISHED", "Published"),
                            ("FINISHED", "Finished"),
                            ("CANCELLED", "Cancelled"),
                        ],
                        default="DRAFT",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("quota", models.PositiveSmallIntegerField(default=25, verbose_name="places")),
                (
                    "first_timer_percent",
                    models.PositiveSmallIntegerField(
                        default=40,
                        help_text="For businesses that were never in a training here.",
                        verbose_name="places kept for first-timers (percent)",
                    ),
                ),
                (
                    "first_timers_until",
                    models.DateTimeField(
                        help_text="From then on the kept places are offered to the waiting list in its order.",
                        verbose_name="kept for first-timers until",
                    ),
                ),
                ("enrol_from", models.DateTimeField(verbose_name="enrolment opens")),
                ("enrol_until", models.DateTimeField(verbose_name="enrolment closes")),
                (
                    "offer_hours",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="an offered place is kept (hours)"
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="place")),
                (
                    "track",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="trainings.track",
                        verbose_name="training track",
                    ),
                ),
            ],
            options={
                "verbose_name": "batch",
                "verbose_name_plural": "batches",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("track", "number"),
                        name="trainings_batch_number",
                        violation_error_message="This track already has a batch with that number.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("enrol_from__lt", models.F("enrol_until"))),
                        name="trainings_batch_enrolment",
                        violation_error_message="Enrolment must open before it closes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_timers_until__lte", models.F("enrol_until"))),
                        name="trainings_batch_first_timers",
                        violation_error_message="Places are kept at most until enrolment closes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_timer_percent__lte", 100)),
                        name="trainings_batch_percent",
                        violation_error_message="A percentage goes from 0 to 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("offer_hours__gte", 1), ("offer_hours__lte", 240)),
                        name="trainings_batch_offer",
                        violation_error_message="An offer is kept between 1 and 240 hours.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PRODUCTION", "Production"),
                            ("PACKAGING", "Packaging"),
                            ("MARKETING", "Marketing"),
                            ("FOLLOW_UP", "Follow-up"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "summary",
                    models.CharField(blank=True, max_length=200, verbose_name="in one sentence"),
                ),
                (
                    "attendance_percent",
                    models.PositiveSmallIntegerField(
                        default=80, verbose_name="attendance needed (percent)"
                    ),
                ),
                (
                    "pass_mark",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Of 100 points. Empty: this stage has no test.",
                        null=True,
                        verbose_name="post-test passed from",
                    ),
                ),
                (
                    "output_kind",
                    models.CharField(
                        choices=[
                            ("NONE", "None"),
                            ("FILE", "A photo or PDF"),
                            ("LINK", "A link"),
                            ("ANY", "A photo, PDF or link"),
                        ],
                        default="NONE",
                        max_length=4,
                        verbose_name="kind of output",
                    ),
                ),
                (
                    "output_name",
                    models.CharField(
                        blank=True,
                        help_text="What the participant hands in, for example: a written recipe.",
                        max_length=120,
                        verbose_name="output",
                    ),
                ),
                (
                    "output_help",
                    models.CharField(blank=True, max_length=300, verbose_name="what makes it good"),
                ),
                (
                    "permits",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("NIB", "NIB"), ("PIRT", "P-IRT")], max_length=5
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="permits needed to enter",
                    ),
                ),
                (
                    "track",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="trainings.track",
                        verbose_name="training track",
                    ),
                ),
            ],
            options={
                "verbose_name": "stage",
                "verbose_name_plural": "stages",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("track", "position"),
                        name="trainings_stage_place",
                        violation_error_message="Another stage already stands at this place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attendance_percent__lte", 100)),
                        name="trainings_stage_percent",
                        violation_error_message="A percentage goes from 0 to 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pass_mark", None), ("pass_mark__lte", 100), _connector="OR"
                        ),
                        name="trainings_stage_mark",
                        violation_error_message="A test has at most 100 points.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("output_kind", "NONE"),
                            models.Q(("output_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="trainings_stage_output",
                        violation_error_message="Please say what the participant hands in.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "topics",
                    models.TextField(
                        blank=True,
                        help_text="One a line; they stand on page two of the certificate.",
                        max_length=1000,
                        verbose_name="topics",
                    ),
                ),
                (
                    "hours",
                    models.PositiveSmallIntegerField(
                        default=2, help_text="One JP takes 45 minutes.", verbose_name="hours (JP)"
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="courses",
                        to="trainings.stage",
                        verbose_name="stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "course",
                "verbose_name_plural": "courses",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stage", "position"), name="trainings_course_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gte", 1), ("hours__lte", 40)),
                        name="trainings_course_hours",
                        violation_error_message="A course takes between 1 and 40 JP.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificateNumbering",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "pattern",
                    models.CharField(
                        default="500.3/{number:03d}/PLUT/35.79/{month}/{year}",
                        help_text="{number} counts within the year, {month} is Roman, {year} has four digits.",
                        max_length=60,
                        validators=[trainings.models.certificates.validate_pattern],
                        verbose_name="number pattern",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("last_number", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "numbering of certificates",
                "verbose_name_plural": "numbering of certificates",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="trainings_numbering_one_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ENROLLED", "Enrolled"),
                            ("WAITING", "On the waiting list"),
                            ("OFFERED", "A place is offered"),
                            ("DECLINED", "Declined the offer"),
                            ("EXPIRED", "The offer ran out"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "is_first_timer",
                    models.BooleanField(default=False, verbose_name="first training here"),
                ),
                ("priority", models.SmallIntegerField(default=0, verbose_name="moved up")),
                (
                    "priority_reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reason for moving up"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked for a place")),
                (
                    "enrolled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="got the place"),
                ),
                ("offered_at", models.DateTimeField(blank=True, null=True, verbose_name="offered")),
                (
                    "offer_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="offer ends"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "status_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason"),
                ),
                (
                    "override_reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reason for the exception"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="trainings.batch",
                        verbose_name="batch",
                    ),
                ),
                (
                    "business",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="businesses.business",
                        verbose_name="business",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
                (
                    "enrolled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "enrolment",
                "verbose_name_plural": "enrolments",
                "permissions": [("manage_enrolments", "Can enrol and withdraw for owners")],
                "indexes": [
                    models.Index(fields=["batch", "status"], name="trainings_enrolment_batch"),
                    models.Index(
                        fields=["business", "status"], name="trainings_enrolment_business"
                    ),
                    models.Index(
                        fields=["status", "offer_until"], name="trainings_enrolment_offers"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["ENROLLED", "OFFERED", "WAITING"])),
                        fields=("batch", "business"),
                        name="trainings_enrolment_one_live",
                        violation_error_message="This business is already in this batch.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "OFFERED"), _negated=True),
                            ("offer_until__isnull", False),
                            _connector="OR",
                        ),
                        name="trainings_enrolment_offer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "ENROLLED"), _negated=True),
                            ("enrolled_at__isnull", False),
                            _connector="OR",
                        ),
                        name="trainings_enrolment_enrolled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("priority", 0),
                            models.Q(("priority_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="trainings_enrolment_priority_reason",
                        violation_error_message="Moving somebody up needs a reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "code",
                    models.CharField(
                        default=trainings.models.certificates.new_certificate_code,
                        editable=False,
                        max_length=10,
                        unique=True,
                        verbose_name="check code",
                    ),
                ),
                ("number", models.CharField(max_length=80, verbose_name="number")),
                ("year", models.PositiveSmallIntegerField(editable=False)),
                ("serial", models.PositiveIntegerField(editable=False)),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("holder_name", models.CharField(max_length=120, verbose_name="name on it")),
                ("business_name", models.CharField(max_length=160, verbose_name="business on it")),
                ("hours", models.PositiveSmallIntegerField(verbose_name="hours attended (JP)")),
                ("first_on", models.DateField(verbose_name="first day attended")),
                ("last_on", models.DateField(verbose_name="last day attended")),
                ("issued_at", models.DateTimeField(verbose_name="issued")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        editable=False,
                        upload_to=trainings.models.certificates.certificate_name,
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "revoke_reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reason for revoking"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="revoked by",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="trainings.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate",
                "verbose_name_plural": "certificates",
                "permissions": [("issue_certificate", "Can issue and revoke certificates")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "serial", "version"), name="trainings_certificate_number"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("enrolment",),
                        name="trainings_certificate_one_valid",
                        violation_error_message="This participant already has a valid certificate.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_on__lte", models.F("last_on"))),
                        name="trainings_certificate_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_at", None),
                            models.Q(("revoke_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="trainings_certificate_revoked",
                        violation_error_message="Revoking needs a reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCertificate",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "code",
                    models.CharField(
                        db_index=True,
                        default=trainings.models.certificates.new_certificate_code,
                        editable=False,
                        max_length=10,
                        verbose_name="check code",
                    ),
                ),
                ("number", models.CharField(max_length=80, verbose_name="number")),
                ("year", models.PositiveSmallIntegerField(editable=False)),
                ("serial", models.PositiveIntegerField(editable=False)),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("holder_name", models.CharField(max_length=120, verbose_name="name on it")),
                ("business_name", models.CharField(max_length=160, verbose_name="business on it")),
                ("hours", models.PositiveSmallIntegerField(verbose_name="hours attended (JP)")),
                ("first_on", models.DateField(verbose_name="first day attended")),
                ("last_on", models.DateField(verbose_name="last day attended")),
                ("issued_at", models.DateTimeField(verbose_name="issued")),
                ("file", models.TextField(blank=True, editable=False, max_length=100)),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "revoke_reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reason for revoking"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trainings.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="revoked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical certificate",
                "verbose_name_plural": "historical certificates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCertificateNumbering",
            fields=[
                ("id", models.PositiveSmallIntegerField(db_index=True, default=1, editable=False)),
                (
                    "pattern",
                    models.CharField(
                        default="500.3/{number:03d}/PLUT/35.79/{month}/{year}",
                        help_text="{number} counts within the year, {month} is Roman, {year} has four digits.",
                        max_length=60,
                        validators=[trainings.models.certificates.validate_pattern],
                        verbose_name="number pattern",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical numbering of certificates",
                "verbose_name_plural": "historical numbering of certificates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEnrolment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(blank=True, editable=False, verbose_name="created at"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(blank=True, editable=False, verbose_name="updated at"),
                ),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ENROLLED", "Enrolled"),
                            ("WAITING", "On the waiting list"),
                            ("OFFERED", "A place is offered"),
                            ("DECLINED", "Declined the offer"),
                            ("EXPIRED", "The offer ran out"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "is_first_timer",
                    models.BooleanField(default=False, verbose_name="first training here"),
                ),
                ("priority", models.SmallIntegerField(default=0, verbose_name="moved up")),
                (
                    "priority_reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reason for moving up"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked for a place")),
                (
                    "enrolled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="got the place"),
                ),
                ("offered_at", models.DateTimeField(blank=True, null=True, verbose_name="offered")),
                (
                    "offer_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="offer ends"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "status_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason"),
                ),
                (
                    "override_reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reason for the exception"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trainings.batch",
                        verbose_name="batch",
                    ),
                ),
                (
                    "business",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="businesses.business",
                        verbose_name="business",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
                (
                    "enrolled_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical enrolment",
                "verbose_name_plural": "historical enrolments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMeeting",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("hours", models.PositiveSmallIntegerField(verbose_name="hours (JP)")),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="place")),
                ("trainer_name", models.CharField(max_length=120, verbose_name="trainer")),
                (
                    "bring",
                    models.TextField(
                        blank=True,
                        help_text="One thing a line.",
                        max_length=500,
                        verbose_name="what to bring",
                    ),
                ),
                ("is_cancelled", models.BooleanField(default=False, verbose_name="cancelled")),
                (
                    "cancel_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason"),
                ),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trainings.batch",
                        verbose_name="batch",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trainings.course",
                        verbose_name="course",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "trainer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="A trainer with an account may tick the attendance list on the phone.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="trainer's account",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical meeting",
                "verbose_name_plural": "historical meetings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTrack",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(blank=True, editable=False, verbose_name="created at"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(blank=True, editable=False, verbose_name="updated at"),
                ),
                (
                    "slug",
                    models.SlugField(
                        max_length=60,
                        validators=[trainings.models.tracks.validate_free_slug],
                        verbose_name="address",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "summary",
                    models.CharField(
                        help_text="Shown under the name on the list.",
                        max_length=200,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "audience",
                    models.TextField(
                        blank=True,
                        help_text="One line each.",
                        max_length=800,
                        verbose_name="who it is for",
                    ),
                ),
                (
                    "outcomes",
                    models.TextField(
                        help_text="One line each, beginning with a verb.",
                        max_length=1000,
                        verbose_name="what one can do afterwards",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="offered")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical training track",
                "verbose_name_plural": "historical training tracks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="IssueRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("ordered_at", models.DateTimeField(verbose_name="ordered")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issue_runs",
                        to="trainings.batch",
                        verbose_name="batch",
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ordered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "issue of certificates",
                "verbose_name_plural": "issues of certificates",
            },
        ),
        migrations.CreateModel(
            name="IssueItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "Waiting"),
                            ("ISSUED", "Issued"),
                            ("REFUSED", "Not issued"),
                        ],
                        default="WAITING",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why not")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trainings.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="trainings.issuerun",
                        verbose_name="issue of certificates",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of an issue",
                "verbose_name_plural": "rows of an issue",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "enrolment"), name="trainings_issueitem_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        upload_to=trainings.models.tracks.material_name,
                        verbose_name="file",
                    ),
                ),
                (
                    "link",
                    models.CharField(
                        blank=True,
                        help_text="To a video, for example; it must begin with https://.",
                        max_length=300,
                        validators=[django.core.validators.URLValidator(schemes=["https"])],
                        verbose_name="link",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="handed out")),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="materials",
                        to="trainings.course",
                        verbose_name="course",
                    ),
                ),
            ],
            options={
                "verbose_name": "material",
                "verbose_name_plural": "materials",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", ""), _negated=True),
                            models.Q(("link", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="trainings_material_something",
                        violation_error_message="Please add a file or a link.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("hours", models.PositiveSmallIntegerField(verbose_name="hours (JP)")),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="place")),
                ("trainer_name", models.CharField(max_length=120, verbose_name="trainer")),
                (
                    "bring",
                    models.TextField(
                        blank=True,
                        help_text="One thing a line.",
                        max_length=500,
                        verbose_name="what to bring",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=trainings.models.batches.new_attendance_code,
                        editable=False,
                        max_length=6,
                        verbose_name="attendance code",
                    ),
                ),
                ("is_cancelled", models.BooleanField(default=False, verbose_name="cancelled")),
                (
                    "cancel_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason"),
                ),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="trainings.batch",
                        verbose_name="batch",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="trainings.course",
                        verbose_name="course",
                    ),
                ),
                (
                    "trainer",
                    models.ForeignKey(
                        blank=True,
                        help_text="A trainer with an account may tick the attendance list on the phone.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings_taught",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="trainer's account",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "indexes": [
                    models.Index(fields=["batch", "starts_at"], name="trainings_meeting_batch")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                        name="trainings_meeting_order",
                        violation_error_message="The end must be later than the beginning.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gte", 1), ("hours__lte", 12)),
                        name="trainings_meeting_hours",
                        violation_error_message="A meeting takes between 1 and 12 JP.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("CODE", "Code in the room"), ("LIST", "Trainer's list")],
                        max_length=4,
                        verbose_name="by",
                    ),
                ),
                ("noted_at", models.DateTimeField(verbose_name="noted")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noted by",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="trainings.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="trainings.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendance",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("meeting", "enrolment"),
                        name="trainings_attendance_once",
                        violation_error_message="This attendance is already noted.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Output",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                (
                    "link",
                    models.CharField(
                        blank=True,
                        help_text="To a shop page or a post, for example.",
                        max_length=300,
                        validators=[django.core.validators.URLValidator(schemes=["https"])],
                        verbose_name="link",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=600, verbose_name="note")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("SUBMITTED", "Handed in"),
                            ("RETURNED", "Returned"),
                            ("ACCEPTED", "Accepted"),
                            ("REPLACED", "Replaced by a newer one"),
                        ],
                        default="SUBMITTED",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("submitted_at", models.DateTimeField(verbose_name="handed in")),
                ("judged_at", models.DateTimeField(blank=True, null=True, verbose_name="judged")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outputs",
                        to="trainings.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="judged by",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handed in by",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outputs",
                        to="trainings.stage",
                        verbose_name="stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "output",
                "verbose_name_plural": "outputs",
                "permissions": [("judge_output", "Can judge outputs in place of the consultant")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "REPLACED"), _negated=True),
                        fields=("enrolment", "stage"),
                        name="trainings_output_one_current",
                        violation_error_message="There is a newer version of this output.",
                    ),
                    models.UniqueConstraint(
                        fields=("enrolment", "stage", "version"), name="trainings_output_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["RETURNED", "ACCEPTED"]), _negated=True),
                            ("judged_at__isnull", False),
                            _connector="OR",
                        ),
                        name="trainings_output_judged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutputComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="comment")),
                ("written_at", models.DateTimeField(verbose_name="written")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "output",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="trainings.output",
                        verbose_name="output",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
            },
        ),
        migrations.CreateModel(
            name="OutputFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROCESSING", "Being prepared"),
                            ("READY", "Ready"),
                            ("FAILED", "Could not be opened"),
                            ("REMOVED", "Removed"),
                        ],
                        default="PROCESSING",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "original",
                    models.FileField(
                        blank=True,
                        editable=False,
                        upload_to=businesses.models.uploads.raw_name,
                        verbose_name="file as it was sent",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("uploaded_at", models.DateTimeField(verbose_name="sent")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        editable=False,
                        upload_to=trainings.models.outputs.output_file_name,
                    ),
                ),
                (
                    "content_type",
                    models.CharField(
                        choices=[("application/pdf", "PDF"), ("image/jpeg", "JPEG")],
                        editable=False,
                        max_length=15,
                        verbose_name="format",
                    ),
                ),
                (
                    "size",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="size in bytes"
                    ),
                ),
                (
                    "output",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="trainings.output",
                        verbose_name="output",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an output",
                "verbose_name_plural": "files of outputs",
            },
        ),
        migrations.CreateModel(
            name="HistoricalStageProgress",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(blank=True, editable=False, verbose_name="created at"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(blank=True, editable=False, verbose_name="updated at"),
                ),
                (
                    "test_points",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="points in the post-test"
                    ),
                ),
                (
                    "tested_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="test entered"),
                ),
                ("waived_at", models.DateTimeField(blank=True, null=True, verbose_name="waived")),
                (
                    "waiver_evidence",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="evidence for the waiver"
                    ),
                ),
                (
                    "overridden_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="opened by exception"),
                ),
                (
                    "override_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="reason for the exception"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trainings.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "overridden_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opened by",
                    ),
                ),
                (
                    "tested_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="test entered by",
                    ),
                ),
                (
                    "waived_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="waived by",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trainings.stage",
                        verbose_name="stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical progress in a stage",
                "verbose_name_plural": "historical progress in stages",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCourse",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "topics",
                    models.TextField(
                        blank=True,
                        help_text="One a line; they stand on page two of the certificate.",
                        max_length=1000,
                        verbose_name="topics",
                    ),
                ),
                (
                    "hours",
                    models.PositiveSmallIntegerField(
                        default=2, help_text="One JP takes 45 minutes.", verbose_name="hours (JP)"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trainings.stage",
                        verbose_name="stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical course",
                "verbose_name_plural": "historical courses",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBatchStage",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trainings.batch",
                        verbose_name="batch",
                    ),
                ),
                (
                    "consultant",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consultations.consultant",
                        verbose_name="consultant who accepts the outputs",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trainings.stage",
                        verbose_name="stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical stage of a batch",
                "verbose_name_plural": "historical stages of batches",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="BatchStage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_stages",
                        to="trainings.batch",
                        verbose_name="batch",
                    ),
                ),
                (
                    "consultant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_stages",
                        to="consultations.consultant",
                        verbose_name="consultant who accepts the outputs",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_stages",
                        to="trainings.stage",
                        verbose_name="stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "stage of a batch",
                "verbose_name_plural": "stages of batches",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "stage"),
                        name="trainings_batchstage_once",
                        violation_error_message="This batch already has that stage.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lte", models.F("ends_on"))),
                        name="trainings_batchstage_order",
                        violation_error_message="The last day must not be before the first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageProgress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "test_points",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="points in the post-test"
                    ),
                ),
                (
                    "tested_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="test entered"),
                ),
                ("waived_at", models.DateTimeField(blank=True, null=True, verbose_name="waived")),
                (
                    "waiver_evidence",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="evidence for the waiver"
                    ),
                ),
                (
                    "overridden_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="opened by exception"),
                ),
                (
                    "override_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="reason for the exception"
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="trainings.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "overridden_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opened by",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="trainings.stage",
                        verbose_name="stage",
                    ),
                ),
                (
                    "tested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="test entered by",
                    ),
                ),
                (
                    "waived_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="waived by",
                    ),
                ),
            ],
            options={
                "verbose_name": "progress in a stage",
                "verbose_name_plural": "progress in stages",
                "permissions": [
                    ("open_gate", "Can waive a stage and open its gate"),
                    ("record_score", "Can enter test scores"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enrolment", "stage"), name="trainings_progress_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("test_points", None), ("test_points__lte", 100), _connector="OR"
                        ),
                        name="trainings_progress_points",
                        violation_error_message="A test has at most 100 points.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("waived_at", None),
                            models.Q(("waiver_evidence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="trainings_progress_waiver",
                        violation_error_message="A waiver needs its evidence.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("overridden_at", None),
                            models.Q(("override_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="trainings_progress_override",
                        violation_error_message="An exception needs its reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalStage",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PRODUCTION", "Production"),
                            ("PACKAGING", "Packaging"),
                            ("MARKETING", "Marketing"),
                            ("FOLLOW_UP", "Follow-up"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "summary",
                    models.CharField(blank=True, max_length=200, verbose_name="in one sentence"),
                ),
                (
                    "attendance_percent",
                    models.PositiveSmallIntegerField(
                        default=80, verbose_name="attendance needed (percent)"
                    ),
                ),
                (
                    "pass_mark",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Of 100 points. Empty: this stage has no test.",
                        null=True,
                        verbose_name="post-test passed from",
                    ),
                ),
                (
                    "output_kind",
                    models.CharField(
                        choices=[
                            ("NONE", "None"),
                            ("FILE", "A photo or PDF"),
                            ("LINK", "A link"),
                            ("ANY", "A photo, PDF or link"),
                        ],
                        default="NONE",
                        max_length=4,
                        verbose_name="kind of output",
                    ),
                ),
                (
                    "output_name",
                    models.CharField(
                        blank=True,
                        help_text="What the participant hands in, for example: a written recipe.",
                        max_length=120,
                        verbose_name="output",
                    ),
                ),
                (
                    "output_help",
                    models.CharField(blank=True, max_length=300, verbose_name="what makes it good"),
                ),
                (
                    "permits",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("NIB", "NIB"), ("PIRT", "P-IRT")], max_length=5
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="permits needed to enter",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "track",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trainings.track",
                        verbose_name="training track",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical stage",
                "verbose_name_plural": "historical stages",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBatch",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(blank=True, editable=False, verbose_name="created at"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(blank=True, editable=False, verbose_name="updated at"),
                ),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("number", models.PositiveSmallIntegerField(verbose_name="batch number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("PUBLISHED", "Published"),
                            ("FINISHED", "Finished"),
                            ("CANCELLED", "Cancelled"),
                        ],
                        default="DRAFT",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("quota", models.PositiveSmallIntegerField(default=25, verbose_name="places")),
                (
                    "first_timer_percent",
                    models.PositiveSmallIntegerField(
                        default=40,
                        help_text="For businesses that were never in a training here.",
                        verbose_name="places kept for first-timers (percent)",
                    ),
                ),
                (
                    "first_timers_until",
                    models.DateTimeField(
                        help_text="From then on the kept places are offered to the waiting list in its order.",
                        verbose_name="kept for first-timers until",
                    ),
                ),
                ("enrol_from", models.DateTimeField(verbose_name="enrolment opens")),
                ("enrol_until", models.DateTimeField(verbose_name="enrolment closes")),
                (
                    "offer_hours",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="an offered place is kept (hours)"
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="place")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "track",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trainings.track",
                        verbose_name="training track",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical batch",
                "verbose_name_plural": "historical batches",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
