import businesses.models.businesses
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0005_fill_registration_codes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="business",
            name="registration_code",
            field=models.CharField(
                default=businesses.models.businesses.new_registration_code,
                editable=False,
                max_length=11,
                unique=True,
                verbose_name="registration number",
            ),
        ),
        migrations.AlterField(
            model_name="historicalbusiness",
            name="registration_code",
            field=models.CharField(
                db_index=True,
                default=businesses.models.businesses.new_registration_code,
                editable=False,
                max_length=11,
                verbose_name="registration number",
            ),
        ),
    ]
