"""Two more roles: the secretary and the training officer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_api_tokens"),
    ]

    operations = [
        migrations.AlterField(
            model_name="office",
            name="role",
            field=models.CharField(
                choices=[
                    ("administrator", "Administrator"),
                    ("author", "Author"),
                    ("reporter", "Reporter"),
                    ("head", "Head"),
                    ("appraiser", "Appraiser"),
                    ("council", "Council"),
                    ("publisher", "Publisher"),
                    ("observer", "Observer"),
                    ("secretary", "Secretary"),
                    ("trainer", "Trainer"),
                ],
                max_length=20,
            ),
        ),
    ]
