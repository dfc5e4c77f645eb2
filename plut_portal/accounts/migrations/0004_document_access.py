from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_catalogue_consent")]

    operations = [
        migrations.AlterField(
            model_name="accesslogentry",
            name="action",
            field=models.CharField(
                choices=[
                    ("REVEAL_CONTACT", "Contact shown"),
                    ("ISSUE_CODE", "Code issued at the counter"),
                    ("EXPORT", "Exported"),
                    ("VIEW_DOCUMENT", "Paper of a business opened"),
                ],
                max_length=16,
                verbose_name="what",
            ),
        ),
    ]
