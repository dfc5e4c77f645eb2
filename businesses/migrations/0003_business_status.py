from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0002_villages"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="business",
            options={
                "permissions": [
                    ("verify_business", "Can check what owners say about their business")
                ],
                "verbose_name": "business",
                "verbose_name_plural": "businesses",
            },
        ),
        migrations.AddField(
            model_name="business",
            name="answer_by",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="answer until"
            ),
        ),
        migrations.AddField(
            model_name="business",
            name="contact_email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="contact e-mail"),
        ),
        migrations.AddField(
            model_name="business",
            name="contact_phone",
            field=models.CharField(blank=True, max_length=16, verbose_name="contact number"),
        ),
        migrations.AddField(
            model_name="business",
            name="revision",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="business",
            name="started_year",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="started in"
            ),
        ),
        migrations.AddField(
            model_name="business",
            name="status",
            field=models.CharField(
                choices=[
                    ("DRAFT", "Not sent yet"),
                    ("SUBMITTED", "Being checked"),
                    ("NEEDS_FIXING", "Needs fixing"),
                    ("VERIFIED", "Checked and in order"),
                ],
                default="DRAFT",
                editable=False,
                max_length=12,
                verbose_name="status",
            ),
        ),
        migrations.AddField(
            model_name="business",
            name="submitted_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sent"),
        ),
        migrations.AddField(
            model_name="business",
            name="verified_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="checked"
            ),
        ),
        migrations.AddField(
            model_name="historicalbusiness",
            name="answer_by",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="answer until"
            ),
        ),
        migrations.AddField(
            model_name="historicalbusiness",
            name="contact_email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="contact e-mail"),
        ),
        migrations.AddField(
            model_name="historicalbusiness",
            name="contact_phone",
            field=models.CharField(blank=True, max_length=16, verbose_name="contact number"),
        ),
        migrations.AddField(
            model_name="historicalbusiness",
            name="revision",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="historicalbusiness",
            name="started_year",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="started in"
            ),
        ),
        migrations.AddField(
            model_name="historicalbusiness",
            name="status",
            field=models.CharField(
                choices=[
                    ("DRAFT", "Not sent yet"),
                    ("SUBMITTED", "Being checked"),
                    ("NEEDS_FIXING", "Needs fixing"),
                    ("VERIFIED", "Checked and in order"),
                ],
                default="DRAFT",
                editable=False,
                max_length=12,
                verbose_name="status",
            ),
        ),
        migrations.AddField(
            model_name="historicalbusiness",
            name="submitted_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sent"),
        ),
        migrations.AddField(
            model_name="historicalbusiness",
            name="verified_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="checked"
            ),
        ),
        migrations.AddIndex(
            model_name="business",
            index=models.Index(fields=["status", "submitted_at"], name="businesses_business_queue"),
        ),
        migrations.AddConstraint(
            model_name="business",
            constraint=models.CheckConstraint(
                condition=models.Q(("started_year__gte", 1900)),
                name="businesses_business_started",
                violation_error_message="Please write a year from 1900 on.",
            ),
        ),
        migrations.AddConstraint(
            model_name="business",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "DRAFT"),
                    models.Q(("answer_by__isnull", False), ("submitted_at__isnull", False)),
                    _connector="OR",
                ),
                name="businesses_business_sent",
            ),
        ),
    ]
