from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0018_policy_moves_and_absences")]

    operations = [
        migrations.AddField(
            model_name="actionitem",
            name="done_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="done"),
        ),
    ]
