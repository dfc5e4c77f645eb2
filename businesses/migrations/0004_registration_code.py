from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0003_business_status"),
    ]

    operations = [
        migrations.AddField(
            model_name="business",
            name="registration_code",
            field=models.CharField(
                default="", editable=False, max_length=11, verbose_name="registration number"
            ),
        ),
        migrations.AddField(
            model_name="historicalbusiness",
            name="registration_code",
            field=models.CharField(
                default="", editable=False, max_length=11, verbose_name="registration number"
            ),
        ),
    ]
