"""Files of a campaign to save: of a small one at once; of a large one made by the worker, kept, streamed.

A kept file shows the state in which the campaign stood; after the next act it is made anew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping

from django.http import FileResponse, Http404, HttpResponseBase
from django.utils import translation
from django.utils.module_loading import import_string
from django_tasks import task

from thangdo.faces.look import clock
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import downloads
from thangdo.faces.office.page_frame import OfficeRequest
from thangdo.records.files import kept
from thangdo.records.people.acting import Actor, NotAllowed, Refused, actor_of
from thangdo.records.people.models import Person
from thangdo.rules.canonical import sha256
from thangdo.work.assessments.queries import access, blind, large

#: makes a file of a campaign: actor, slug, what was asked for -> name, content; speaks the active language
Maker = Callable[..., tuple[str, bytes | Iterator[bytes]]]
log = logging.getLogger(__name__)


def by_worker(actor: Actor, slug: str) -> bool:
    """Whether the worker makes the files of a campaign. Raises NotAllowed, Refused."""
    return large.is_large(access.whole(actor, slug))


def lay_by(content: bytes) -> str:
    """Keep what was sent for the worker; gives by which name. It may be lost once its file was made."""
    name = sha256(content.hex())
    kept.keep(f"sent:{name}", name, "sent.docx", content)
    return name


def laid_by(name: str) -> bytes:
    """What was kept. Raises Http404 where it was lost: it has to be sent again."""
    found = kept.find(f"sent:{name}", name)
    if found is None:
        raise Http404
    return found.path.read_bytes()


def answer(
    request: OfficeRequest, slug: str, make: Maker, asked: Mapping[str, str], *more: object
) -> HttpResponseBase:
    """The file, or BeingMade while the worker makes it. more: for a small campaign only.

    Raises NotAllowed, Refused, BeingMade, and of a small campaign what `make` raises.
    """
    campaign = access.whole(request.actor, slug)
    if not large.is_large(campaign):
        return downloads.file(*make(request.actor, slug, asked, *more))
    path = f"{make.__module__}.{make.__qualname__}"
    day = request.actor.day.isoformat()
    seen = blind.key(blind.owed(request.actor, campaign))
    name = f"file:{slug}:{sha256([path, dict(asked), language(), day, *([seen] if seen else [])])}"
    mark = large.mark(campaign)
    found = kept.find(name, mark)
    if found is None or not found.current:
        if (code := kept.why(name)) != "":
            raise kept.BeingMade(code)
        assert request.actor.person is not None  # only a person sees a whole campaign
        person = request.actor.person
        kept.ask(name, lambda: make_file.enqueue(person, slug, path, dict(asked), language(), name, mark))
        raise kept.BeingMade
    response = FileResponse(found.path.open("rb"))
    for header, value in downloads.to_save(found.file).items():
        response[header] = value
    return response


@task()
def make_file(
    person: int, slug: str, path: str, asked: dict[str, str], speaks: str, name: str, mark: str
) -> None:
    """Make a file as this person would see it, and keep it."""
    found = Person.objects.filter(pk=person).first()
    if found is None:
        kept.failed(name, "no-such-account")
        return
    make: Maker = import_string(path)
    try:
        with translation.override(speaks):
            file, content = make(actor_of(found, clock.now()), slug, asked)
            kept.keep(name, mark, file, content)
    except (NotAllowed, Refused) as error:
        kept.failed(name, getattr(error, "code", "not-allowed"))
    except Exception:
        log.exception("a file of the campaign %s could not be made", slug)
        kept.failed(name, "server-error")
        raise
