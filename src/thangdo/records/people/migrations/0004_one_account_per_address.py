"""One e-mail address, one account. Where several have it, it stays with the one that was last in use."""

from collections import defaultdict
from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models.functions import Lower

NEVER = datetime.min.replace(tzinfo=UTC)


def part(apps, schema_editor):
    """Take a shared address from all accounts but one, and say which; accounts are not closed by it."""
    Person = apps.get_model("people", "Person")
    sharing = defaultdict(list)
    for person in Person.objects.exclude(email="").order_by("pk"):
        sharing[person.email.lower()].append(person)
    for people in sharing.values():
        if len(people) == 1:
            continue
        keeps = max(people, key=lambda one: (one.is_active, one.last_login or NEVER, -one.pk))
        others = [one for one in people if one.pk != keeps.pk]
        Person.objects.filter(pk__in=[one.pk for one in others]).update(email="")
        names = ", ".join(one.login for one in others)
        print(
            f"people.0004: {keeps.email}: giữ cho tài khoản {keeps.login}; gỡ khỏi {names}, hãy ghi địa chỉ khác. "
            f"/ It stays with the account {keeps.login}, and is taken from {names}: give them another."
        )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_secretary_and_trainer"),
    ]

    operations = [
        migrations.RunPython(part, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(("email", ""), _negated=True),
                name="one_account_per_address",
            ),
        ),
    ]
