"""The last event of each part that signals may show, found in the ledger for the parts that there are."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

READ = {"answer.given", "evidence.added", "evidence.used", "observations.put", "submission.extended"}


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    parts: Any = apps.get_model("assessments", "Submission")
    events: Any = apps.get_model("ledger", "Event")
    for part in parts.objects.filter(sequence__gt=1).select_related("campaign", "unit").iterator(500):
        stream = f"campaign:{part.campaign.slug}/unit:{part.unit.scheme}:{part.unit.code}"
        rows = events.objects.filter(stream=stream, type__in={*READ, "submission.moved"})
        last, returned = 0, False
        for sequence, kind, payload in rows.order_by("sequence").values_list("sequence", "type", "payload"):
            act = payload["act"] if kind == "submission.moved" else kind
            before, returned = returned, (returned or act == "sign_off") and act != "take_back"
            if act in {*READ, "sign_off", "take_back"} and (before or returned):
                last = sequence
        parts.objects.filter(pk=part.pk).update(signal_sequence=last)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0002_initial"),
        ("ledger", "0001_initial"),
        ("units", "0002_unit_path"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="signal_sequence",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
