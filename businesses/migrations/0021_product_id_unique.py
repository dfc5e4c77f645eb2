import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("businesses", "0020_fill_product_ids")]

    operations = [
        migrations.AlterField(
            model_name="product",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
