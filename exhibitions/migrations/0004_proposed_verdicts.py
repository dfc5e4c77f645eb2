from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exhibitions", "0003_chat_counts"),
    ]

    operations = [
        migrations.AddField(
            model_name=name,
            name="is_proposed",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="proposed by the ranking"
            ),
        )
        for name in ("historicalverdict", "verdict")
    ]
