"""The form of the self-assessment as the browser of Xã Mẫu 1 sends it."""

from __future__ import annotations

import html
from typing import Any

from django.test import Client

from forms import SLUG
from thangdo.work.assessments.models import Answer
from world import World

PART = f"/office/campaigns/{SLUG}/part/sample/X1/"
JSON = {"HTTP_ACCEPT": "application/json"}


def answer_of(world: World, node: str) -> Answer:
    return Answer.objects.get(submission=world.part(SLUG, "commune"), node=node)


def send(client: Client, world: World, node: str, *, seen: int | None = None, **values: Any) -> Any:
    """The form of a criterion as the script sends it."""
    data = {name.replace("__", ":"): value for name, value in values.items()}
    data["seen"] = str(answer_of(world, node).sequence if seen is None else seen)
    return client.post(f"{PART}save/{node}", data, **JSON)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())
