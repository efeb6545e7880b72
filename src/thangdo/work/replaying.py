"""Everything that follows the ledger beside it: tables, offices, typed texts and files, kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from thangdo.records.files.serving import damaged
from thangdo.records.identity import replaying as identity
from thangdo.records.ledger import private
from thangdo.records.people import replaying as people
from thangdo.records.units import replaying as units
from thangdo.work.announcements import replaying as announcements
from thangdo.work.assessments import replaying as assessments
from thangdo.work.conferences import replay as conferences
from thangdo.work.conferences.models import Conference
from thangdo.work.directives import replaying as directives
from thangdo.work.editions import replaying as editions
from thangdo.work.papers import replaying as papers
from thangdo.work.programmes import registers
from thangdo.work.programmes.assets import models as assets
from thangdo.work.programmes.cards import models as cards
from thangdo.work.programmes.conduct import models as conduct
from thangdo.work.programmes.models import Programme
from thangdo.work.programmes.plans import models as plans
from thangdo.work.programmes.replaying import differences as of_programme
from thangdo.work.programmes.staff import models as staff

Progress = Callable[[int, int], None]


def _conferences() -> list[str]:
    slugs = Conference.objects.order_by("pk").values_list("slug", flat=True)
    return [f"{slug}: {line}" for slug in slugs for line in conferences.differences(slug)]


def _programmes() -> list[str]:
    return [f"{one.slug}: {line}" for one in Programme.objects.order_by("pk") for line in of_programme(one)]


def _registers() -> list[str]:
    kinds = (plans, assets, cards, staff, conduct)
    return [line for kind in kinds for line in registers.differences(kind.EVENTS, kind.TABLES)]


#: kind -> where its tables say something else than the ledger
KINDS: dict[str, Callable[[], list[str]]] = {
    "people": people.differences,
    "units": units.differences,
    "identity": identity.differences,
    "texts": private.changed,
    "files": damaged,
    "editions": editions.differences,
    "assessments": assessments.every,
    "announcements": announcements.differences,
    "papers": papers.differences,
    "conferences": _conferences,
    "directives": directives.every,
    "figures": directives.figures,
    "programmes": _programmes,
    "registers": _registers,
}


def differences(progress: Progress | None = None) -> Iterator[tuple[str, str]]:
    """Kind and what is wrong, of everything that is not as the ledger says; nothing is changed."""
    for number, (kind, look) in enumerate(KINDS.items()):
        if progress:
            progress(number, len(KINDS))
        for line in look():
            yield kind, line
