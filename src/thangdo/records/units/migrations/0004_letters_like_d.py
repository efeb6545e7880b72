"""Search names written with letters that only look like Đ (Ð, Ɖ): the columns were folded without them."""

from django.db import migrations
from django.db.models import Q

from thangdo.records.units.fold import LOOK_ALIKES, fold, searched, sort_key


def fold_anew(apps, schema_editor):
    unit_model, past_model = apps.get_model("units", "Unit"), apps.get_model("units", "UnitPast")
    alike = Q()
    for letter in LOOK_ALIKES:
        alike |= Q(name_vi__contains=chr(letter))
    wanted = set(unit_model.objects.filter(alike).values_list("pk", flat=True))
    wanted |= set(past_model.objects.filter(alike).values_list("unit_id", flat=True))
    for unit in unit_model.objects.filter(pk__in=wanted):
        pasts = list(past_model.objects.filter(unit_id=unit.pk).order_by("pk"))
        unit.name_fold, unit.sort_key = fold(unit.name_vi)[:200], sort_key(unit.name_vi)
        unit.search = searched(
            [unit.name_vi, *(past.name_vi for past in pasts)],
            [unit.name_en, *(past.name_en for past in pasts)],
            [unit.code, unit.org_code, unit.gso_code],
        )
        unit.save(update_fields=["name_fold", "sort_key", "search"])


class Migration(migrations.Migration):
    dependencies = [("units", "0003_operations_through_time")]

    operations = [migrations.RunPython(fold_anew, migrations.RunPython.noop, elidable=True)]
