"""The mark of the clock; an installation that has events takes the last one's time for the first."""

import datetime

from django.db import migrations, models


def first(apps, editor):
    """Marked by the last event, where there is one."""
    last = apps.get_model("ledger", "Event").objects.order_by("-id").first()
    if last is not None:
        apps.get_model("ledger", "ClockMark").objects.create(pk=1, at=last.at, uptime=0.0, boot="")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ClockMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("uptime", models.FloatField()),
                ("boot", models.CharField(blank=True, max_length=40)),
                ("earlier", models.DurationField(default=datetime.timedelta(0))),
            ],
        ),
        migrations.RunPython(first, migrations.RunPython.noop),
    ]
