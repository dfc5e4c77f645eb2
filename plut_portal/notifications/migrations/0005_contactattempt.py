import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0004_fill_needed_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="when")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("WHATSAPP", "WhatsApp"),
                            ("PHONE", "Phone call"),
                            ("IN_PERSON", "In person"),
                        ],
                        max_length=9,
                        verbose_name="channel",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("STARTED", "Being contacted"),
                            ("REACHED", "Reached"),
                            ("NOT_REACHED", "Not reached, try again"),
                            ("WRONG_NUMBER", "Wrong number"),
                            ("LEFT_WORD", "Word left with the village office"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "messages",
                    models.ManyToManyField(
                        related_name="attempts",
                        to="notifications.message",
                        verbose_name="messages",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact attempt",
                "verbose_name_plural": "contact attempts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome", "STARTED"))
                        | models.Q(("channel", ""), _negated=True),
                        name="notifications_contactattempt_channel_known",
                    )
                ],
            },
        ),
    ]
