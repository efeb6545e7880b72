"""Evidence is called evidence, as everywhere."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of evidence under its name."""

    dependencies = [("directives", "0001_initial")]

    operations = [
        migrations.RenameModel("Proof", "Evidence"),
        migrations.AlterField(
            "evidence",
            "assignment",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evidence",
                to="directives.assignment",
            ),
        ),
    ]
