"""What a campaign of a whole country costs a server: every address of it asked for, in seconds and megabytes.

`python bench/volume.py build FOLDER` makes 5,259 units on 50 criteria (minutes); `… ask FOLDER` asks each
address that a campaign alone names, as somebody who sees all of it; `… publish FOLDER` concludes, approves,
seals and publishes it, and `… ask` then asks what comes with that: papers, public pages and their files.
Where an address says that it is being made, a worker of its own process makes it. Goals: no answer over 2 s,
no process over 400 MB.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

UNITS, CRITERIA, SLUG = 5_259, 50, "volume"
SLOWEST, LARGEST = 2.0, 400


def _ready(folder: str) -> None:
    os.environ.update(THANGDO_DATA=folder, DJANGO_SETTINGS_MODULE="thangdo.site.settings")
    os.environ.setdefault("THANGDO_LANGUAGE", "en")
    import django

    django.setup()


def build(folder: str) -> None:
    """The campaign, every answer given and accepted."""
    _ready(folder)
    import campaigns
    from django.core.management import call_command

    Path(folder).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    campaigns.CRITERIA = CRITERIA
    *_, took = campaigns.build(UNITS, SLUG)
    from thangdo.work.assessments.models import Submission

    day = campaigns.NOW.date()
    Submission.objects.filter(campaign__slug=SLUG, state="appraised").update(returned_on=day)
    print(f"dispatch {took:.1f} s", flush=True)


def publish(folder: str) -> None:
    """Write off who never answered, notify, conclude, approve, seal and publish; seconds and memory of each.

    The answers of the bench stand in no event, so the comparison with the ledger that sealing begins with is
    left out.
    """
    _ready(folder)
    from datetime import timedelta

    import campaigns as bench

    from thangdo.records.acts.frame import do
    from thangdo.records.people.acting import actor_of
    from thangdo.records.people.models import Person
    from thangdo.work.assessments import background_sealing, sealing
    from thangdo.work.assessments.actions import answering, campaigns
    from thangdo.work.assessments.acts import CAMPAIGNS, PARTS

    sealing._differing = lambda campaign: []
    person = Person.objects.get(login=f"bench-{SLUG}")

    def at(days: int) -> Any:
        return actor_of(person, bench.NOW + timedelta(days=days))

    why = campaigns.Why("Không gửi")
    do(PARTS, answering.write_off, at(60), (SLUG, (f"{bench.SCHEME}-{SLUG}", "00000")), why)
    told = campaigns.Conclusion("Không rút mẫu")
    steps: dict[str, Any] = {
        "notify": lambda: do(CAMPAIGNS, campaigns.notify, at(61), (SLUG,)),
        "close the window": lambda: do(CAMPAIGNS, campaigns.close_window, at(90), (SLUG,)),
        "conclude": lambda: do(CAMPAIGNS, campaigns.conclude, at(91), (SLUG,), told),
        "approve": lambda: do(
            CAMPAIGNS, campaigns.approve, at(92), (SLUG,), campaigns.Approval("99/QĐ-UBND")
        ),
        "seal and publish": lambda: background_sealing.publish(at(93), SLUG),
    }
    for name, step in steps.items():
        begun = time.process_time()
        step()
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{name:20} {time.process_time() - begun:6.1f} s of a processor, {most} MB at most", flush=True)


def published() -> list[str]:
    """The public addresses of the publication, of its results and of one unit, with all tables and charts."""
    import re

    from django.test import Client

    unit = f"/assessments/{SLUG}/units/00007/"
    pages = [
        f"/assessments/{SLUG}/",
        unit,
        f"/publications/{SLUG}/",
        f"/publications/{SLUG}/1/",
        "/assessments/",
    ]
    found = [
        *pages,
        f"/publications/{SLUG}/1/publication.zip",
        "/publications/",
        "/compare/",
        "/units/?q=00007",
    ]
    client = Client(raise_request_exception=False)
    for page in pages:
        text = client.get(page).content.decode()
        found += [
            page + name if "/" not in name else name
            for name in re.findall(r'href="([^"]+\.(?:csv|json|xlsx|svg|png)[^"]*)"', text)
        ]
    found.append("/api/v1/publications")
    return [one.replace("&amp;", "&") for one in found]


def addresses() -> list[str]:
    """Every address of which a campaign's name is the only part, with each form that it is saved in."""
    from django.urls import NoReverseMatch, get_resolver, reverse

    found = []
    for name in sorted({str(key) for key in get_resolver().reverse_dict if isinstance(key, str)}):
        for more in ({}, {"form": "csv"}, {"form": "xlsx"}):
            try:
                path = reverse(name, kwargs={"slug": SLUG, **more})
            except NoReverseMatch:
                continue
            if "/campaigns/" in path or "/plans/" in path or "/appraisal" in path:
                found.append(path)
    kinds = ("weak-places", "report", "conference", "request", "decision", "submission")
    for kind in kinds:
        found += [f"/office/campaigns/{SLUG}/papers/{kind}.{form}" for form in ("docx", "pdf")]
    parts = f"/api/v1/campaigns/{SLUG}"
    found += [
        parts,
        *(f"{parts}/{one}" for one in ("units", "answers", "weak-places", "signals", "agreement")),
    ]
    found += [f"/office/campaigns/{SLUG}/papers/notice.docx?unit=00007"]
    return sorted(set(found + published()))


def _memory() -> int:
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) // 1024 for line in file if line.startswith("VmRSS"))


def ask(folder: str, only: str = "") -> None:
    """One line an address: seconds, megabytes after it, status; then those over the goals.

    only: a part of the addresses meant.
    """
    _ready(folder)
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    from django.utils import timezone

    from thangdo.records.people import tokens
    from thangdo.records.people.acting import actor_of
    from thangdo.records.people.models import Person
    from thangdo.site.static import collect

    collect()
    client = Client(raise_request_exception=False)
    client.force_login(Person.objects.get(login=f"bench-{SLUG}"))
    session = client.session
    session["second-factor"] = True
    session.save()
    person = Person.objects.get(login=f"bench-{SLUG}")
    made = tokens.create(actor_of(person, timezone.now()), person, "volume", 1)
    bad: list[str] = []
    for path in [one for one in addresses() if only in one]:
        headers = {"Authorization": f"Bearer {made.text}"} if path.startswith("/api/") else {}
        for _ in range(3):
            begun, used = time.perf_counter(), time.process_time()
            answer: Any = client.get(path, headers=headers)
            size = 0
            for piece in answer.streaming_content if answer.streaming else [answer.content]:
                size += len(piece)
            answer.close()
            took, grown = time.perf_counter() - begun, _memory()
            spent = time.process_time() - used
            line = f"{took:6.2f} s ({spent:5.2f} of a processor) {grown:5} MB {answer.status_code} "
            line += f"{size // 1024:6} kB {path}"
            print(line, flush=True)
            if took > SLOWEST or grown > LARGEST:
                bad.append(line)
            if answer.status_code not in (202, 503):
                break
            begun = time.perf_counter()
            worker = [
                sys.executable,
                "-c",
                "from thangdo.faces.cli.main import app; app()",
                "worker",
                "--once",
            ]
            subprocess.run(worker, check=False, capture_output=True, timeout=600)
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            print(f"       worker {time.perf_counter() - begun:.1f} s, at most {most} MB so far", flush=True)
    print("over the goals:", *bad, sep="\n")


if __name__ == "__main__":
    {"build": build, "publish": publish, "ask": ask}[sys.argv[1]](*sys.argv[2:])
