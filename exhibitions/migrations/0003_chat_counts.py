import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0022_permit_sources"),
        ("exhibitions", "0002_first_search_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChatCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="chats opened")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chat_counts",
                        to="businesses.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "verbose_name": "chats opened on a day",
                "verbose_name_plural": "chats opened per day",
                "indexes": [models.Index(fields=["day"], name="exhibitions_chatcount_days")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product", "day"), name="exhibitions_chatcount_day"
                    )
                ],
            },
        ),
    ]
