"""The account that answers for the sample's other units is one of the demonstration: it ends with the others."""

from django.db import migrations


def mark(apps, schema_editor):
    """By its name, where it has no password: nobody else's account is without one and called so."""
    people = apps.get_model("people", "Person").objects
    people.filter(login="du-lieu-mau", password__startswith="!").update(is_demo=True)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_one_account_per_address"),
    ]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop, elidable=True)]
