import django.db.models.deletion
import django.db.models.expressions
import exhibitions.models.activities
import exhibitions.models.applications
import plut_portal.core.validators
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("businesses", "0022_permit_sources"),
        ("consultations", "0031_booking_case"),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
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
                    "programme",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("FEATURED", "Featured products"),
                            ("LIVE", "Live-selling day"),
                            ("MARKETPLACE", "Programme of a marketplace"),
                        ],
                        help_text="For an online promotion, and for nothing else.",
                        max_length=11,
                        verbose_name="programme",
                    ),
                ),
                (
                    "live_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="For a live-selling day.",
                        null=True,
                        verbose_name="live begins",
                    ),
                ),
                (
                    "link",
                    models.CharField(
                        blank=True,
                        help_text="Where buyers find it.",
                        max_length=300,
                        verbose_name="link",
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "slug",
                    models.SlugField(
                        max_length=60,
                        unique=True,
                        validators=[exhibitions.models.activities.validate_free_slug],
                        verbose_name="address",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("EXHIBITION", "Exhibition"),
                            ("OUT_OF_TOWN", "Out-of-town event"),
                            ("ONLINE_PROMOTION", "Online promotion"),
                            ("RETAIL", "Modern retail"),
                        ],
                        default="EXHIBITION",
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("OPEN", "Published"),
                            ("REVIEW", "In curation"),
                            ("RELEASED", "Results released"),
                            ("FINISHED", "Finished"),
                            ("CANCELLED", "Cancelled"),
                        ],
                        default="DRAFT",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "summary",
                    models.CharField(
                        help_text="Shown under the title on the list.",
                        max_length=200,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "description",
                    models.TextField(blank=True, max_length=3000, verbose_name="description"),
                ),
                (
                    "organiser",
                    models.CharField(blank=True, max_length=120, verbose_name="organiser"),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="Empty for an online promotion.",
                        max_length=160,
                        verbose_name="place",
                    ),
                ),
                ("city", models.CharField(default="Batu", max_length=80, verbose_name="city")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "hours",
                    models.CharField(
                        blank=True,
                        help_text="For example: 10.00–21.00 WIB.",
                        max_length=120,
                        verbose_name="opening hours",
                    ),
                ),
                (
                    "apply_from",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty: nobody applies, the office calls from the ready list.",
                        null=True,
                        verbose_name="applications open",
                    ),
                ),
                (
                    "apply_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="applications close"),
                ),
                (
                    "answer_by",
                    models.DateField(
                        blank=True,
                        help_text="The day by which every applicant has been told; it is shown from the start.",
                        null=True,
                        verbose_name="answer until",
                    ),
                ),
                (
                    "confirm_hours",
                    models.PositiveSmallIntegerField(
                        default=48,
                        help_text="Whoever is chosen and does not confirm in time gives the place to the next.",
                        verbose_name="hours to confirm",
                    ),
                ),
                ("quota", models.PositiveSmallIntegerField(default=20, verbose_name="places")),
                (
                    "conditions",
                    models.TextField(
                        blank=True,
                        help_text="One a line. Applicants agree to them: looking after the stand, QRIS, prices.",
                        max_length=3000,
                        verbose_name="conditions",
                    ),
                ),
                (
                    "report_duties",
                    models.TextField(
                        blank=True,
                        help_text="One a line. Said before applying: without a report no next application.",
                        max_length=600,
                        verbose_name="duty to report",
                    ),
                ),
                (
                    "bears_costs",
                    models.CharField(
                        blank=True,
                        help_text="For travel and hotel.",
                        max_length=200,
                        verbose_name="who bears which costs",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="published"
                    ),
                ),
                (
                    "review_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="curation began"
                    ),
                ),
                (
                    "released_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="released"
                    ),
                ),
                (
                    "cancel_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="reason"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="exhibitions.activity",
                        verbose_name="copied from",
                    ),
                ),
                (
                    "curators",
                    models.ManyToManyField(
                        blank=True,
                        related_name="curated_activities",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="curators",
                    ),
                ),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activities",
                "indexes": [
                    models.Index(fields=["state", "starts_on"], name="exhibitions_activity_state"),
                    models.Index(fields=["kind", "starts_on"], name="exhibitions_activity_kind"),
                    models.Index(fields=["ends_on"], name="exhibitions_activity_ends"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lte", models.F("ends_on"))),
                        name="exhibitions_activity_days",
                        violation_error_message="The last day must not be before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("apply_from", None), ("apply_until", None)),
                            models.Q(
                                ("apply_from__isnull", False),
                                ("apply_until__gt", models.F("apply_from")),
                                ("apply_until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="exhibitions_activity_window",
                        violation_error_message="Applications must open before they close.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("apply_until", None), ("answer_by__isnull", False), _connector="OR"
                        ),
                        name="exhibitions_activity_answer",
                        violation_error_message="Please say by when applicants hear back.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer_by", None),
                            ("answer_by__lte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="exhibitions_activity_answer_in_time",
                        violation_error_message="Applicants must hear back before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirm_hours__gte", 1), ("confirm_hours__lte", 240)),
                        name="exhibitions_activity_confirm",
                        violation_error_message="Chosen businesses have between 1 and 240 hours.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "CANCELLED"), _negated=True),
                            models.Q(("cancel_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exhibitions_activity_cancelled",
                        violation_error_message="Calling it off needs a reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "ONLINE_PROMOTION"),
                            models.Q(("place", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exhibitions_activity_place",
                        violation_error_message="Please say where it takes place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "ONLINE_PROMOTION"),
                                models.Q(("programme", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("kind", "ONLINE_PROMOTION"), _negated=True),
                                ("link", ""),
                                ("programme", ""),
                            ),
                            _connector="OR",
                        ),
                        name="exhibitions_activity_programme",
                        violation_error_message="An online promotion has a programme; programme and link belong to no other.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("live_at__isnull", False), ("programme", "LIVE")),
                            models.Q(
                                models.Q(("programme", "LIVE"), _negated=True), ("live_at", None)
                            ),
                            _connector="OR",
                        ),
                        name="exhibitions_activity_live",
                        violation_error_message="A live-selling day, and only that, has its hour.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "note",
                    models.CharField(blank=True, max_length=160, verbose_name="what belongs here"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="zones",
                        to="exhibitions.activity",
                        verbose_name="activity",
                    ),
                ),
            ],
            options={
                "verbose_name": "zone",
                "verbose_name_plural": "zones",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "name"),
                        name="exhibitions_zone_name",
                        violation_error_message="This activity already has a zone of that name.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Booth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, verbose_name="code")),
                (
                    "size",
                    models.CharField(
                        blank=True,
                        help_text="For example: 2 by 2 metres.",
                        max_length=20,
                        verbose_name="size",
                    ),
                ),
                (
                    "watts",
                    models.PositiveIntegerField(default=0, verbose_name="electricity (watts)"),
                ),
                (
                    "furniture",
                    models.CharField(blank=True, max_length=80, verbose_name="tables and chairs"),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="How many businesses share it.",
                        verbose_name="businesses",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="booths",
                        to="exhibitions.zone",
                        verbose_name="zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "booth",
                "verbose_name_plural": "booths",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("zone", "code"),
                        name="exhibitions_booth_code",
                        violation_error_message="This zone already has a booth of that code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__gte", 1), ("capacity__lte", 20)),
                        name="exhibitions_booth_capacity",
                        violation_error_message="Between 1 and 20 businesses share a booth.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetailPartner",
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
                    "name",
                    models.CharField(
                        max_length=120,
                        unique=True,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="name",
                    ),
                ),
                (
                    "about",
                    models.TextField(
                        blank=True,
                        help_text="What it looks for, how it pays, who bears returns. Owners read it.",
                        max_length=600,
                        verbose_name="about it",
                    ),
                ),
                (
                    "stores",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="In how many shops goods of Batu may stand.",
                        verbose_name="shops",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Off: owners no longer see it.",
                        verbose_name="takes products",
                    ),
                ),
            ],
            options={
                "verbose_name": "retail partner",
                "verbose_name_plural": "retail partners",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stores__gte", 1)),
                        name="exhibitions_retailpartner_stores",
                        violation_error_message="A partner has at least one shop.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequirementList",
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
                    "version",
                    models.PositiveSmallIntegerField(editable=False, verbose_name="version"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("PUBLISHED", "In use"),
                            ("REPLACED", "Replaced by a newer one"),
                        ],
                        default="DRAFT",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="in use since"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requirement_lists",
                        to="exhibitions.retailpartner",
                        verbose_name="retail partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of requirements",
                "verbose_name_plural": "lists of requirements",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partner", "version"), name="exhibitions_requirementlist_version"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "DRAFT")),
                        fields=("partner",),
                        name="exhibitions_requirementlist_one_draft",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "PUBLISHED")),
                        fields=("partner",),
                        name="exhibitions_requirementlist_one_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "DRAFT"), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="exhibitions_requirementlist_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        help_text="Separated by commas, for example: keripik, kripik, criping.",
                        max_length=200,
                        unique=True,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="words that mean the same",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "words that mean the same",
                "verbose_name_plural": "words that mean the same",
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("priority", models.SmallIntegerField(default=0, verbose_name="moved up")),
                (
                    "priority_reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reason for moving up"
                    ),
                ),
                ("offered_at", models.DateTimeField(blank=True, null=True, verbose_name="offered")),
                (
                    "offer_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="offer ends"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("SUBMITTED", "Sent"),
                            ("SELECTED", "Chosen, to be confirmed"),
                            ("RESERVE", "On the reserve list"),
                            ("REFUSED", "Not chosen this time"),
                            ("CONFIRMED", "Confirmed"),
                            ("DECLINED", "Declined"),
                            ("LAPSED", "Not confirmed in time"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        default="DRAFT",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "pitch",
                    models.TextField(
                        blank=True,
                        max_length=600,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="what visitors will find at your stand",
                    ),
                ),
                (
                    "watts",
                    models.PositiveIntegerField(
                        default=0, verbose_name="electricity needed (watts)"
                    ),
                ),
                (
                    "agreed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="agreed to the conditions"
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="sent"
                    ),
                ),
                (
                    "frozen_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="frozen"
                    ),
                ),
                (
                    "frozen",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="entry as frozen"
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        blank=True, editable=False, null=True, verbose_name="rank"
                    ),
                ),
                (
                    "result",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="how it came about"
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="confirmed"
                    ),
                ),
                (
                    "state_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="reason"
                    ),
                ),
                (
                    "excused_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="excused from reporting"
                    ),
                ),
                (
                    "excuse_reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reason of the excuse"
                    ),
                ),
                (
                    "followed_up_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="follow-up answered"),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="exhibitions.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "business",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
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
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "permissions": [
                    ("manage_applications", "Can apply, withdraw and report for owners"),
                    ("decide_application", "Can decide about applications and release the results"),
                ],
                "indexes": [
                    models.Index(
                        fields=["activity", "state"], name="exhibitions_application_state"
                    ),
                    models.Index(fields=["business", "state"], name="exhibitions_application_of"),
                    models.Index(
                        condition=models.Q(("state", "SELECTED")),
                        fields=["offer_until"],
                        name="exhibitions_application_due",
                    ),
                    models.Index(fields=["activity", "rank"], name="exhibitions_application_rank"),
                    models.Index(
                        fields=["state", "submitted_at"], name="exhibitions_application_queue"
                    ),
                    models.Index(fields=["submitted_at"], name="exhibitions_application_date"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "business"),
                        name="exhibitions_application_once",
                        violation_error_message="This business has already applied.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["DRAFT", "WITHDRAWN", "CONFIRMED"]),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exhibitions_application_sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "SELECTED"), _negated=True),
                            ("offer_until__isnull", False),
                            _connector="OR",
                        ),
                        name="exhibitions_application_selected",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "CONFIRMED"), _negated=True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exhibitions_application_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("priority", 0),
                            models.Q(("priority_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exhibitions_application_priority",
                        violation_error_message="Moving somebody up needs a reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("excused_at", None),
                            models.Q(("excuse_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exhibitions_application_excused",
                        violation_error_message="An excuse needs its reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationProduct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "name",
                    models.CharField(
                        blank=True, editable=False, max_length=160, verbose_name="name as frozen"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        blank=True, editable=False, max_length=9, verbose_name="form as frozen"
                    ),
                ),
                (
                    "permits",
                    models.JSONField(
                        blank=True, default=list, editable=False, verbose_name="permits as frozen"
                    ),
                ),
                (
                    "photo",
                    models.FileField(
                        blank=True,
                        editable=False,
                        upload_to=exhibitions.models.applications.entry_photo_name,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="exhibitions.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="businesses.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "verbose_name": "product of an application",
                "verbose_name_plural": "products of applications",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "product"),
                        name="exhibitions_applicationproduct_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BoothPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seat", models.PositiveSmallIntegerField(verbose_name="seat")),
                ("given_at", models.DateTimeField(verbose_name="given")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="booth_place",
                        to="exhibitions.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "booth",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="exhibitions.booth",
                        verbose_name="booth",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
            ],
            options={
                "verbose_name": "place in a booth",
                "verbose_name_plural": "places in booths",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("booth", "seat"),
                        name="exhibitions_boothplace_seat",
                        violation_error_message="This seat is taken.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seat__gte", 1), ("seat__lte", 20)),
                        name="exhibitions_boothplace_seats",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Call",
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
                    "state",
                    models.CharField(
                        choices=[("OPEN", "Open"), ("FILLED", "Filled"), ("CLOSED", "Closed")],
                        default="OPEN",
                        editable=False,
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                ("wanted", models.PositiveSmallIntegerField(verbose_name="places")),
                (
                    "message",
                    models.CharField(
                        blank=True,
                        help_text="When to be where, what the office brings along.",
                        max_length=300,
                        verbose_name="what they need to know",
                    ),
                ),
                ("answer_until", models.DateTimeField(verbose_name="answer until")),
                ("called_at", models.DateTimeField(verbose_name="called")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="exhibitions.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "called_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="called by",
                    ),
                ),
            ],
            options={
                "verbose_name": "call of the ready list",
                "verbose_name_plural": "calls of the ready list",
                "indexes": [
                    models.Index(fields=["state", "answer_until"], name="exhibitions_call_state")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("wanted__gte", 1), ("wanted__lte", 100)),
                        name="exhibitions_call_wanted",
                        violation_error_message="A call is for 1 to 100 places.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CallAnswer",
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
                            ("ASKED", "No answer yet"),
                            ("COMING", "Comes"),
                            ("DECLINED", "Cannot come"),
                            ("TOO_LATE", "All places were taken"),
                            ("BACKED_OUT", "Cannot come after all"),
                        ],
                        default="ASKED",
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                (
                    "place",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="place"),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "business",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_answers",
                        to="businesses.business",
                        verbose_name="business",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="exhibitions.call",
                        verbose_name="call",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a call",
                "verbose_name_plural": "answers to calls",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("call", "business"), name="exhibitions_answer_once"
                    ),
                    models.UniqueConstraint(
                        fields=("call", "place"), name="exhibitions_answer_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("place__gte", 1),
                                ("place__isnull", False),
                                ("place__lte", 100),
                                ("state", "COMING"),
                            ),
                            models.Q(models.Q(("state", "COMING"), _negated=True), ("place", None)),
                            _connector="OR",
                        ),
                        name="exhibitions_answer_coming",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConflictOfInterest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("declared_at", models.DateTimeField(verbose_name="declared")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="lifted")),
                (
                    "lift_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason for lifting"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to="exhibitions.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "curator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="curator",
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="declared by",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lifted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "conflict of interest",
                "verbose_name_plural": "conflicts of interest",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("application", "curator"),
                        name="exhibitions_conflict_one_standing",
                        violation_error_message="This conflict is already noted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_at", None),
                            models.Q(("lift_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exhibitions_conflict_lifted",
                        violation_error_message="Lifting a conflict needs a reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("name", models.CharField(max_length=80, verbose_name="criterion")),
                (
                    "help",
                    models.CharField(
                        blank=True,
                        help_text="Applicants read it too.",
                        max_length=200,
                        verbose_name="what five points look like",
                    ),
                ),
                ("weight", models.PositiveSmallIntegerField(default=1, verbose_name="weight")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("ALL", "every entry"),
                            ("FOOD", "entries with food or drink"),
                            ("NOT_FOOD", "entries without food or drink"),
                        ],
                        default="ALL",
                        max_length=8,
                        verbose_name="for",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="exhibitions.activity",
                        verbose_name="activity",
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion",
                "verbose_name_plural": "criteria",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "name"),
                        name="exhibitions_criterion_name",
                        violation_error_message="This activity already has that criterion.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 1), ("weight__lte", 100)),
                        name="exhibitions_criterion_weight",
                        violation_error_message="A weight goes from 1 to 100.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DailyReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("day", models.DateField(verbose_name="day")),
                ("visitors", models.PositiveIntegerField(verbose_name="visitors at the stand")),
                ("pieces", models.PositiveIntegerField(verbose_name="pieces sold")),
                ("turnover", models.BigIntegerField(verbose_name="turnover of the day")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="anything else",
                    ),
                ),
                ("reported_at", models.DateTimeField(verbose_name="reported")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="exhibitions.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
            ],
            options={
                "verbose_name": "daily report",
                "verbose_name_plural": "daily reports",
                "indexes": [models.Index(fields=["day"], name="exhibitions_report_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "day"),
                        name="exhibitions_report_one_a_day",
                        violation_error_message="This day is already reported.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("turnover__gte", 0), ("turnover__lte", 10000000000)),
                        name="exhibitions_report_turnover",
                        violation_error_message="Turnover is at least 0 and at most Rp10 billion.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pieces__lte", 100000), ("visitors__lte", 100000)),
                        name="exhibitions_report_people",
                        violation_error_message="That is more than 100,000; is there a nought too many?",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("key", models.UUIDField(editable=False, unique=True)),
                (
                    "name",
                    models.CharField(
                        max_length=80,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="name",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, db_index=True, max_length=16, verbose_name="mobile number"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, db_index=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                ("message", models.TextField(max_length=1000, verbose_name="question")),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                (
                    "purged_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="contact removed"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enquiries",
                        to="businesses.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "verbose_name": "enquiry of a buyer",
                "verbose_name_plural": "enquiries of buyers",
                "permissions": [("answer_enquiry", "Can mark enquiries of buyers as answered")],
                "indexes": [
                    models.Index(fields=["product", "sent_at"], name="exhibitions_enquiry_of")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), ("phone", ""), _negated=True),
                            ("purged_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exhibitions_enquiry_contact",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FairnessRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rotation_months",
                    models.PositiveSmallIntegerField(
                        default=12, verbose_name="looking back (months)"
                    ),
                ),
                (
                    "rotation_penalty",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="points off for each time it was there"
                    ),
                ),
                (
                    "rotation_most",
                    models.PositiveSmallIntegerField(default=15, verbose_name="points off at most"),
                ),
                (
                    "first_timer_bonus",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="points for a business that was never there"
                    ),
                ),
                (
                    "village_bonus",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="points for a village nobody came from lately"
                    ),
                ),
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fairness",
                        to="exhibitions.activity",
                        verbose_name="activity",
                    ),
                ),
            ],
            options={
                "verbose_name": "fairness rule",
                "verbose_name_plural": "fairness rules",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_timer_bonus__lte", 50),
                            ("rotation_months__gte", 1),
                            ("rotation_months__lte", 60),
                            ("rotation_most__lte", 50),
                            ("rotation_penalty__lte", 50),
                            ("village_bonus__lte", 50),
                        ),
                        name="exhibitions_fairness_numbers",
                        violation_error_message="Please use 1 to 60 months and at most 50 points each.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUpOrder",
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
                ("ordered_on", models.DateField(verbose_name="ordered on")),
                (
                    "buyer",
                    models.CharField(
                        max_length=120,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="buyer",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        blank=True,
                        max_length=160,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="what",
                    ),
                ),
                ("amount", models.BigIntegerField(verbose_name="value of the order")),
                ("reported_at", models.DateTimeField(verbose_name="reported")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_up_orders",
                        to="exhibitions.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up order",
                "verbose_name_plural": "follow-up orders",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 1), ("amount__lte", 10000000000)),
                        name="exhibitions_order_amount",
                        violation_error_message="An order is worth between Rp1 and Rp10 billion.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalActivity",
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
                    "programme",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("FEATURED", "Featured products"),
                            ("LIVE", "Live-selling day"),
                            ("MARKETPLACE", "Programme of a marketplace"),
                        ],
                        help_text="For an online promotion, and for nothing else.",
                        max_length=11,
                        verbose_name="programme",
                    ),
                ),
                (
                    "live_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="For a live-selling day.",
                        null=True,
                        verbose_name="live begins",
                    ),
                ),
                (
                    "link",
                    models.CharField(
                        blank=True,
                        help_text="Where buyers find it.",
                        max_length=300,
                        verbose_name="link",
                    ),
                ),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "slug",
                    models.SlugField(
                        max_length=60,
                        validators=[exhibitions.models.activities.validate_free_slug],
                        verbose_name="address",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("EXHIBITION", "Exhibition"),
                            ("OUT_OF_TOWN", "Out-of-town event"),
                            ("ONLINE_PROMOTION", "Online promotion"),
                            ("RETAIL", "Modern retail"),
                        ],
                        default="EXHIBITION",
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("OPEN", "Published"),
                            ("REVIEW", "In curation"),
                            ("RELEASED", "Results released"),
                            ("FINISHED", "Finished"),
                            ("CANCELLED", "Cancelled"),
                        ],
                        default="DRAFT",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "summary",
                    models.CharField(
                        help_text="Shown under the title on the list.",
                        max_length=200,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "description",
                    models.TextField(blank=True, max_length=3000, verbose_name="description"),
                ),
                (
                    "organiser",
                    models.CharField(blank=True, max_length=120, verbose_name="organiser"),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="Empty for an online promotion.",
                        max_length=160,
                        verbose_name="place",
                    ),
                ),
                ("city", models.CharField(default="Batu", max_length=80, verbose_name="city")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "hours",
                    models.CharField(
                        blank=True,
                        help_text="For example: 10.00–21.00 WIB.",
                        max_length=120,
                        verbose_name="opening hours",
                    ),
                ),
                (
                    "apply_from",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty: nobody applies, the office calls from the ready list.",
                        null=True,
                        verbose_name="applications open",
                    ),
                ),
                (
                    "apply_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="applications close"),
                ),
                (
                    "answer_by",
                    models.DateField(
                        blank=True,
                        help_text="The day by which every applicant has been told; it is shown from the start.",
                        null=True,
                        verbose_name="answer until",
                    ),
                ),
                (
                    "confirm_hours",
                    models.PositiveSmallIntegerField(
                        default=48,
                        help_text="Whoever is chosen and does not confirm in time gives the place to the next.",
                        verbose_name="hours to confirm",
                    ),
                ),
                ("quota", models.PositiveSmallIntegerField(default=20, verbose_name="places")),
                (
                    "conditions",
                    models.TextField(
                        blank=True,
                        help_text="One a line. Applicants agree to them: looking after the stand, QRIS, prices.",
                        max_length=3000,
                        verbose_name="conditions",
                    ),
                ),
                (
                    "report_duties",
                    models.TextField(
                        blank=True,
                        help_text="One a line. Said before applying: without a report no next application.",
                        max_length=600,
                        verbose_name="duty to report",
                    ),
                ),
                (
                    "bears_costs",
                    models.CharField(
                        blank=True,
                        help_text="For travel and hotel.",
                        max_length=200,
                        verbose_name="who bears which costs",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="published"
                    ),
                ),
                (
                    "review_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="curation began"
                    ),
                ),
                (
                    "released_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="released"
                    ),
                ),
                (
                    "cancel_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="reason"
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
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.activity",
                        verbose_name="copied from",
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
                "verbose_name": "historical activity",
                "verbose_name_plural": "historical activities",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalApplication",
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
                ("priority", models.SmallIntegerField(default=0, verbose_name="moved up")),
                (
                    "priority_reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reason for moving up"
                    ),
                ),
                ("offered_at", models.DateTimeField(blank=True, null=True, verbose_name="offered")),
                (
                    "offer_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="offer ends"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("SUBMITTED", "Sent"),
                            ("SELECTED", "Chosen, to be confirmed"),
                            ("RESERVE", "On the reserve list"),
                            ("REFUSED", "Not chosen this time"),
                            ("CONFIRMED", "Confirmed"),
                            ("DECLINED", "Declined"),
                            ("LAPSED", "Not confirmed in time"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        default="DRAFT",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "pitch",
                    models.TextField(
                        blank=True,
                        max_length=600,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="what visitors will find at your stand",
                    ),
                ),
                (
                    "watts",
                    models.PositiveIntegerField(
                        default=0, verbose_name="electricity needed (watts)"
                    ),
                ),
                (
                    "agreed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="agreed to the conditions"
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="sent"
                    ),
                ),
                (
                    "frozen_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="frozen"
                    ),
                ),
                (
                    "frozen",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="entry as frozen"
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        blank=True, editable=False, null=True, verbose_name="rank"
                    ),
                ),
                (
                    "result",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="how it came about"
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="confirmed"
                    ),
                ),
                (
                    "state_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="reason"
                    ),
                ),
                (
                    "excused_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="excused from reporting"
                    ),
                ),
                (
                    "excuse_reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reason of the excuse"
                    ),
                ),
                (
                    "followed_up_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="follow-up answered"),
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
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.activity",
                        verbose_name="activity",
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
                    "entered_by",
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
            ],
            options={
                "verbose_name": "historical application",
                "verbose_name_plural": "historical applications",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBoothPlace",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("seat", models.PositiveSmallIntegerField(verbose_name="seat")),
                ("given_at", models.DateTimeField(verbose_name="given")),
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
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "booth",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.booth",
                        verbose_name="booth",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
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
                "verbose_name": "historical place in a booth",
                "verbose_name_plural": "historical places in booths",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCall",
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
                    "state",
                    models.CharField(
                        choices=[("OPEN", "Open"), ("FILLED", "Filled"), ("CLOSED", "Closed")],
                        default="OPEN",
                        editable=False,
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                ("wanted", models.PositiveSmallIntegerField(verbose_name="places")),
                (
                    "message",
                    models.CharField(
                        blank=True,
                        help_text="When to be where, what the office brings along.",
                        max_length=300,
                        verbose_name="what they need to know",
                    ),
                ),
                ("answer_until", models.DateTimeField(verbose_name="answer until")),
                ("called_at", models.DateTimeField(verbose_name="called")),
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
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "called_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="called by",
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
                "verbose_name": "historical call of the ready list",
                "verbose_name_plural": "historical calls of the ready list",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCriterion",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("name", models.CharField(max_length=80, verbose_name="criterion")),
                (
                    "help",
                    models.CharField(
                        blank=True,
                        help_text="Applicants read it too.",
                        max_length=200,
                        verbose_name="what five points look like",
                    ),
                ),
                ("weight", models.PositiveSmallIntegerField(default=1, verbose_name="weight")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("ALL", "every entry"),
                            ("FOOD", "entries with food or drink"),
                            ("NOT_FOOD", "entries without food or drink"),
                        ],
                        default="ALL",
                        max_length=8,
                        verbose_name="for",
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
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.activity",
                        verbose_name="activity",
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
                "verbose_name": "historical criterion",
                "verbose_name_plural": "historical criteria",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDailyReport",
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
                ("day", models.DateField(verbose_name="day")),
                ("visitors", models.PositiveIntegerField(verbose_name="visitors at the stand")),
                ("pieces", models.PositiveIntegerField(verbose_name="pieces sold")),
                ("turnover", models.BigIntegerField(verbose_name="turnover of the day")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="anything else",
                    ),
                ),
                ("reported_at", models.DateTimeField(verbose_name="reported")),
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
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.application",
                        verbose_name="application",
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
                    "reported_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical daily report",
                "verbose_name_plural": "historical daily reports",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFairnessRule",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "rotation_months",
                    models.PositiveSmallIntegerField(
                        default=12, verbose_name="looking back (months)"
                    ),
                ),
                (
                    "rotation_penalty",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="points off for each time it was there"
                    ),
                ),
                (
                    "rotation_most",
                    models.PositiveSmallIntegerField(default=15, verbose_name="points off at most"),
                ),
                (
                    "first_timer_bonus",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="points for a business that was never there"
                    ),
                ),
                (
                    "village_bonus",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="points for a village nobody came from lately"
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
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.activity",
                        verbose_name="activity",
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
                "verbose_name": "historical fairness rule",
                "verbose_name_plural": "historical fairness rules",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFollowUpOrder",
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
                ("ordered_on", models.DateField(verbose_name="ordered on")),
                (
                    "buyer",
                    models.CharField(
                        max_length=120,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="buyer",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        blank=True,
                        max_length=160,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="what",
                    ),
                ),
                ("amount", models.BigIntegerField(verbose_name="value of the order")),
                ("reported_at", models.DateTimeField(verbose_name="reported")),
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
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.application",
                        verbose_name="application",
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
                    "reported_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical follow-up order",
                "verbose_name_plural": "historical follow-up orders",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalManifestLine",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "goods",
                    models.CharField(
                        max_length=120,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="goods",
                    ),
                ),
                ("pieces", models.PositiveIntegerField(verbose_name="pieces")),
                ("parcels", models.PositiveSmallIntegerField(default=1, verbose_name="parcels")),
                (
                    "weight_grams",
                    models.PositiveIntegerField(default=0, verbose_name="weight (grams)"),
                ),
                ("price", models.BigIntegerField(default=0, verbose_name="price a piece")),
                ("is_fragile", models.BooleanField(default=False, verbose_name="fragile")),
                (
                    "is_perishable",
                    models.BooleanField(default=False, verbose_name="must stay fresh"),
                ),
                (
                    "handed_over",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="pieces handed over"
                    ),
                ),
                (
                    "handed_over_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="handed over"),
                ),
                (
                    "sold",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="pieces sold"),
                ),
                (
                    "returned",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="pieces returned"
                    ),
                ),
                (
                    "returned_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="returned"),
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
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "handed_over_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="received by",
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
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="returned by",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical line of the manifest",
                "verbose_name_plural": "historical lines of the manifest",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMonthlyCapacity",
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
                ("pieces", models.PositiveIntegerField(verbose_name="pieces a month")),
                ("declared_at", models.DateTimeField(verbose_name="declared")),
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
                    "declared_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="declared by",
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
                    "product",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="businesses.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical monthly capacity",
                "verbose_name_plural": "historical monthly capacities",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReadyListing",
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
                ("pieces", models.PositiveIntegerField(verbose_name="pieces in stock")),
                (
                    "goes_out_of_town",
                    models.BooleanField(default=False, verbose_name="also out of town"),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="remark")),
                ("is_active", models.BooleanField(default=True, verbose_name="ready")),
                ("renewed_at", models.DateTimeField(verbose_name="said so")),
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "renewed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="said by",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical entry of the ready list",
                "verbose_name_plural": "historical ready list",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRetailPartner",
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
                    "name",
                    models.CharField(
                        db_index=True,
                        max_length=120,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="name",
                    ),
                ),
                (
                    "about",
                    models.TextField(
                        blank=True,
                        help_text="What it looks for, how it pays, who bears returns. Owners read it.",
                        max_length=600,
                        verbose_name="about it",
                    ),
                ),
                (
                    "stores",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="In how many shops goods of Batu may stand.",
                        verbose_name="shops",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Off: owners no longer see it.",
                        verbose_name="takes products",
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
                "verbose_name": "historical retail partner",
                "verbose_name_plural": "historical retail partners",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReview",
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
                    "comment",
                    models.TextField(
                        blank=True,
                        help_text="Only curators and the office read it.",
                        max_length=600,
                        verbose_name="remark for the panel",
                    ),
                ),
                ("saved_at", models.DateTimeField(verbose_name="saved")),
                (
                    "set_aside_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="set aside"),
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
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "curator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="curator",
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
                "verbose_name": "historical review",
                "verbose_name_plural": "historical reviews",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSearchWords",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        db_index=True,
                        help_text="Separated by commas, for example: keripik, kripik, criping.",
                        max_length=200,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="words that mean the same",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
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
                "verbose_name": "historical words that mean the same",
                "verbose_name_plural": "historical words that mean the same",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTraveller",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "name",
                    models.CharField(
                        max_length=120,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="name",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        max_length=30,
                        validators=[plut_portal.core.validators.validate_mobile],
                        verbose_name="mobile number",
                    ),
                ),
                (
                    "shirt",
                    models.CharField(
                        blank=True,
                        choices=[("S", "S"), ("M", "M"), ("L", "L"), ("XL", "XL"), ("XXL", "XXL")],
                        max_length=3,
                        verbose_name="shirt size",
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
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.application",
                        verbose_name="application",
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
                "verbose_name": "historical traveller",
                "verbose_name_plural": "historical travellers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalVerdict",
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
                    "outcome",
                    models.CharField(
                        choices=[
                            ("SELECT", "Choose"),
                            ("RESERVE", "Reserve list"),
                            ("REFUSE", "Not this time"),
                        ],
                        max_length=7,
                        verbose_name="decision",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="Sent to the owner.",
                        max_length=500,
                        verbose_name="sentence for the owner",
                    ),
                ),
                ("decided_at", models.DateTimeField(verbose_name="decided")),
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
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
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
                "verbose_name": "historical decision",
                "verbose_name_plural": "historical decisions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ManifestLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "goods",
                    models.CharField(
                        max_length=120,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="goods",
                    ),
                ),
                ("pieces", models.PositiveIntegerField(verbose_name="pieces")),
                ("parcels", models.PositiveSmallIntegerField(default=1, verbose_name="parcels")),
                (
                    "weight_grams",
                    models.PositiveIntegerField(default=0, verbose_name="weight (grams)"),
                ),
                ("price", models.BigIntegerField(default=0, verbose_name="price a piece")),
                ("is_fragile", models.BooleanField(default=False, verbose_name="fragile")),
                (
                    "is_perishable",
                    models.BooleanField(default=False, verbose_name="must stay fresh"),
                ),
                (
                    "handed_over",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="pieces handed over"
                    ),
                ),
                (
                    "handed_over_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="handed over"),
                ),
                (
                    "sold",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="pieces sold"),
                ),
                (
                    "returned",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="pieces returned"
                    ),
                ),
                (
                    "returned_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="returned"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="manifest",
                        to="exhibitions.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "handed_over_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="received by",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="returned by",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of the manifest",
                "verbose_name_plural": "lines of the manifest",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parcels__gte", 1), ("pieces__gte", 1), ("pieces__lte", 100000)
                        ),
                        name="exhibitions_manifest_pieces",
                        violation_error_message="Between 1 and 100,000 pieces, in one parcel or more.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price__gte", 0), ("price__lte", 10000000000)),
                        name="exhibitions_manifest_price",
                        violation_error_message="A price is at least 0 and at most Rp10 billion.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_over", None),
                            ("handed_over_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exhibitions_manifest_handed_over",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("returned", None), ("sold", None)),
                            models.Q(
                                ("handed_over__isnull", False),
                                ("returned__isnull", False),
                                (
                                    "returned__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("handed_over"), "-", models.F("sold")
                                    ),
                                ),
                                ("returned_at__isnull", False),
                                ("sold__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="exhibitions_manifest_returned",
                        violation_error_message="Sold and returned together cannot be more than was handed over.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthlyCapacity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("pieces", models.PositiveIntegerField(verbose_name="pieces a month")),
                ("declared_at", models.DateTimeField(verbose_name="declared")),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="declared by",
                    ),
                ),
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="monthly_capacity",
                        to="businesses.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "verbose_name": "monthly capacity",
                "verbose_name_plural": "monthly capacities",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pieces__gte", 1), ("pieces__lte", 1000000)),
                        name="exhibitions_monthlycapacity_pieces",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnerLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken back"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
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
                        verbose_name="taken back by",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="exhibitions.retailpartner",
                        verbose_name="retail partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "link of a partner",
                "verbose_name_plural": "links of partners",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("partner",),
                        name="exhibitions_partnerlink_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkOpening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="opened")),
                ("shown", models.PositiveSmallIntegerField(verbose_name="products shown")),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="exhibitions.partnerlink",
                        verbose_name="link of a partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "opening of a partner’s page",
                "verbose_name_plural": "openings of partners’ pages",
            },
        ),
        migrations.CreateModel(
            name="ReadyListing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("pieces", models.PositiveIntegerField(verbose_name="pieces in stock")),
                (
                    "goes_out_of_town",
                    models.BooleanField(default=False, verbose_name="also out of town"),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="remark")),
                ("is_active", models.BooleanField(default=True, verbose_name="ready")),
                ("renewed_at", models.DateTimeField(verbose_name="said so")),
                (
                    "business",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ready_listing",
                        to="businesses.business",
                        verbose_name="business",
                    ),
                ),
                (
                    "products",
                    models.ManyToManyField(
                        related_name="+", to="businesses.product", verbose_name="products in stock"
                    ),
                ),
                (
                    "renewed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="said by",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the ready list",
                "verbose_name_plural": "ready list",
                "indexes": [
                    models.Index(
                        fields=["is_active", "renewed_at"], name="exhibitions_listing_fresh"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
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
                            ("WAITING", "Waiting"),
                            ("DONE", "Released"),
                            ("REFUSED", "Not released"),
                        ],
                        default="WAITING",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("total", models.PositiveIntegerField(verbose_name="applications")),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why not")),
                ("ordered_at", models.DateTimeField(verbose_name="ordered")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="exhibitions.activity",
                        verbose_name="activity",
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
                "verbose_name": "release of results",
                "verbose_name_plural": "releases of results",
                "indexes": [
                    models.Index(fields=["state", "ordered_at"], name="exhibitions_release_state")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "WAITING")),
                        fields=("activity",),
                        name="exhibitions_release_one_running",
                        violation_error_message="The results are being released already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "DONE")),
                        fields=("activity",),
                        name="exhibitions_release_once",
                        violation_error_message="The results were released already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "DONE"), _negated=True),
                            ("done_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exhibitions_release_done",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("VERIFIED", "Business checked by the office"),
                            ("NIB", "NIB"),
                            ("MARKETING_PERMIT", "P-IRT or BPOM MD for every food product"),
                            ("HALAL", "Halal certificate for every food product"),
                            ("PHOTO", "Photo of every product"),
                            ("TRACK_PASSED", "Integrated training passed"),
                        ],
                        max_length=16,
                        verbose_name="what is asked for",
                    ),
                ),
                (
                    "is_must",
                    models.BooleanField(
                        default=True,
                        help_text="Off: it is recommended, and nobody is kept from applying without it.",
                        verbose_name="must be there",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="remark for applicants"
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requirements",
                        to="exhibitions.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "expertise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consultations.expertise",
                        verbose_name="field that helps",
                    ),
                ),
            ],
            options={
                "verbose_name": "requirement",
                "verbose_name_plural": "requirements",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "kind"),
                        name="exhibitions_requirement_once",
                        violation_error_message="This activity already asks for that.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ListedRequirement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PERMIT", "A permit"),
                            ("HALAL", "Halal certificate"),
                            ("BARCODE", "Barcode"),
                            ("SHELF_LIFE", "Keeps long enough"),
                            ("PRICE", "Price within bounds"),
                            ("PACK", "Content of the pack is said"),
                            ("PHOTO", "Photo"),
                            ("NIB", "NIB"),
                            ("CAPACITY", "Pieces a month"),
                            ("OFFICE", "Checked by the office"),
                        ],
                        max_length=10,
                        verbose_name="what is asked for",
                    ),
                ),
                (
                    "permit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("PIRT", "P-IRT"),
                            ("MD", "BPOM MD"),
                            ("HALAL", "Halal certificate"),
                            ("BRAND", "Registered brand"),
                            ("BARCODE", "Barcode"),
                        ],
                        max_length=7,
                        verbose_name="which permit",
                    ),
                ),
                (
                    "least",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Days a paper is still valid, days it keeps, or pieces a month.",
                        null=True,
                        verbose_name="at least",
                    ),
                ),
                (
                    "price_from",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="price from"
                    ),
                ),
                (
                    "price_to",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="price up to"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True,
                        help_text="What the office looks at, or a remark for owners.",
                        max_length=200,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="in words",
                    ),
                ),
                (
                    "expertise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consultations.expertise",
                        verbose_name="field that helps",
                    ),
                ),
                (
                    "requirements",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="exhibitions.requirementlist",
                        verbose_name="list of requirements",
                    ),
                ),
            ],
            options={
                "verbose_name": "requirement of a partner",
                "verbose_name_plural": "requirements of partners",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "OFFICE"), _negated=True),
                        fields=("requirements", "kind", "permit"),
                        name="exhibitions_listedrequirement_once",
                        violation_error_message="This list already asks for that.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "PERMIT"), ("permit__in", ["PIRT", "MD", "BRAND"])),
                            models.Q(models.Q(("kind", "PERMIT"), _negated=True), ("permit", "")),
                            _connector="OR",
                        ),
                        name="exhibitions_listedrequirement_permit",
                        violation_error_message="Choose P-IRT, MD or brand for a permit, and none for everything else.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["SHELF_LIFE", "CAPACITY"]), _negated=True),
                            models.Q(("least__gte", 1), ("least__isnull", False)),
                            _connector="OR",
                        ),
                        name="exhibitions_listedrequirement_least",
                        violation_error_message="Please say how many days or pieces at least.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "PRICE"), _negated=True),
                            ("price_from__isnull", False),
                            ("price_to__isnull", False),
                            _connector="OR",
                        ),
                        name="exhibitions_listedrequirement_price",
                        violation_error_message="Please give at least one bound of the price.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("price_from", None),
                            ("price_to", None),
                            ("price_from__lte", models.F("price_to")),
                            _connector="OR",
                        ),
                        name="exhibitions_listedrequirement_price_order",
                        violation_error_message="The lower price must not be above the upper one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "OFFICE"), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exhibitions_listedrequirement_text",
                        violation_error_message="Please write what the office looks at.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
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
                    "comment",
                    models.TextField(
                        blank=True,
                        help_text="Only curators and the office read it.",
                        max_length=600,
                        verbose_name="remark for the panel",
                    ),
                ),
                ("saved_at", models.DateTimeField(verbose_name="saved")),
                (
                    "set_aside_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="set aside"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="exhibitions.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "curator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="curator",
                    ),
                ),
            ],
            options={
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
                "indexes": [
                    models.Index(fields=["curator", "saved_at"], name="exhibitions_review_curator")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "curator"), name="exhibitions_review_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalScore",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("points", models.PositiveSmallIntegerField(verbose_name="points")),
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
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.criterion",
                        verbose_name="criterion",
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
                    "review",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.review",
                        verbose_name="review",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical score",
                "verbose_name_plural": "historical scores",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("points", models.PositiveSmallIntegerField(verbose_name="points")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="exhibitions.criterion",
                        verbose_name="criterion",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="exhibitions.review",
                        verbose_name="review",
                    ),
                ),
            ],
            options={
                "verbose_name": "score",
                "verbose_name_plural": "scores",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "criterion"), name="exhibitions_score_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("points__gte", 1), ("points__lte", 5)),
                        name="exhibitions_score_points",
                        violation_error_message="Points go from 1 to 5.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("SUBMITTED", "The office looks at it"),
                            ("ACCEPTED", "Accepted, goes to the partner next"),
                            ("RETURNED", "Returned by the office"),
                            ("SENT", "The partner looks at it"),
                            ("LISTED", "On the shelves"),
                            ("REFUSED", "The partner does not take it"),
                            ("DELISTED", "No longer on the shelves"),
                            ("WITHDRAWN", "Taken back by its owner"),
                        ],
                        default="SUBMITTED",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("submitted_at", models.DateTimeField(verbose_name="sent")),
                ("agreed_at", models.DateTimeField(verbose_name="agreed that the partner sees it")),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="exhibitions.retailpartner",
                        verbose_name="retail partner",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="businesses.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "requirements",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="exhibitions.requirementlist",
                        verbose_name="list of requirements",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
            ],
            options={
                "verbose_name": "product for a partner",
                "verbose_name_plural": "products for partners",
                "permissions": [
                    ("curate_submission", "Can decide about products for retail partners")
                ],
                "indexes": [
                    models.Index(
                        fields=["state", "submitted_at"], name="exhibitions_submission_queue"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["SUBMITTED", "ACCEPTED", "SENT", "LISTED"])
                        ),
                        fields=("partner", "product"),
                        name="exhibitions_submission_one_live",
                        violation_error_message="This product is already on its way to this partner.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionStep",
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
                            ("SUBMITTED", "The office looks at it"),
                            ("ACCEPTED", "Accepted, goes to the partner next"),
                            ("RETURNED", "Returned by the office"),
                            ("SENT", "The partner looks at it"),
                            ("LISTED", "On the shelves"),
                            ("REFUSED", "The partner does not take it"),
                            ("DELISTED", "No longer on the shelves"),
                            ("WITHDRAWN", "Taken back by its owner"),
                        ],
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("on", models.DateField(verbose_name="on")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="why")),
                (
                    "stores",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="shops"),
                ),
                (
                    "units",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="pieces"),
                ),
                ("at", models.DateTimeField(verbose_name="entered")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="exhibitions.submission",
                        verbose_name="product for a partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a product for a partner",
                "verbose_name_plural": "steps of products for partners",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["RETURNED", "REFUSED", "DELISTED"]), _negated=True
                            ),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exhibitions_submissionstep_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "LISTED"), _negated=True),
                            models.Q(
                                ("stores__gte", 1),
                                ("stores__isnull", False),
                                ("units__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="exhibitions_submissionstep_shelf",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Traveller",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "name",
                    models.CharField(
                        max_length=120,
                        validators=[plut_portal.core.validators.validate_plain_text],
                        verbose_name="name",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        max_length=30,
                        validators=[plut_portal.core.validators.validate_mobile],
                        verbose_name="mobile number",
                    ),
                ),
                (
                    "shirt",
                    models.CharField(
                        blank=True,
                        choices=[("S", "S"), ("M", "M"), ("L", "L"), ("XL", "XL"), ("XXL", "XXL")],
                        max_length=3,
                        verbose_name="shirt size",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="travellers",
                        to="exhibitions.application",
                        verbose_name="application",
                    ),
                ),
            ],
            options={
                "verbose_name": "traveller",
                "verbose_name_plural": "travellers",
            },
        ),
        migrations.CreateModel(
            name="Verdict",
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
                    "outcome",
                    models.CharField(
                        choices=[
                            ("SELECT", "Choose"),
                            ("RESERVE", "Reserve list"),
                            ("REFUSE", "Not this time"),
                        ],
                        max_length=7,
                        verbose_name="decision",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="Sent to the owner.",
                        max_length=500,
                        verbose_name="sentence for the owner",
                    ),
                ),
                ("decided_at", models.DateTimeField(verbose_name="decided")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdict",
                        to="exhibitions.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "constraints",
                    models.ManyToManyField(
                        blank=True,
                        help_text="What held it back; each leads the owner to a consultant who helps.",
                        related_name="+",
                        to="consultations.constraint",
                        verbose_name="reasons",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "indexes": [models.Index(fields=["outcome"], name="exhibitions_verdict_outcome")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBooth",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, verbose_name="code")),
                (
                    "size",
                    models.CharField(
                        blank=True,
                        help_text="For example: 2 by 2 metres.",
                        max_length=20,
                        verbose_name="size",
                    ),
                ),
                (
                    "watts",
                    models.PositiveIntegerField(default=0, verbose_name="electricity (watts)"),
                ),
                (
                    "furniture",
                    models.CharField(blank=True, max_length=80, verbose_name="tables and chairs"),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="How many businesses share it.",
                        verbose_name="businesses",
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
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exhibitions.zone",
                        verbose_name="zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical booth",
                "verbose_name_plural": "historical booths",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="application",
            name="products",
            field=models.ManyToManyField(
                related_name="applications",
                through="exhibitions.ApplicationProduct",
                to="businesses.product",
                verbose_name="products",
            ),
        ),
    ]
