from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_name_words"),
    ]

    operations = [
        migrations.AlterField(
            model_name="consent",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("SERVICE", "Read the privacy notice"),
                    ("REMINDERS", "Reminders and changes to my own mobile number or e-mail"),
                    ("CATALOGUE", "Show my photos and products to the public"),
                    ("PHONE", "Show my WhatsApp number beside my products"),
                ],
                max_length=12,
                verbose_name="purpose",
            ),
        ),
    ]
