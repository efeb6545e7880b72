"""A program that speaks to the interface: one token for each person of the sample province."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from thangdo.records.people import tokens
from world import World

BASE = "/api/v1"
JSON = "application/json"


@dataclass
class Answered:
    """An answer: status, headers, and the body as it was sent."""

    status: int
    headers: Any
    content: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.content) if self.content else None

    @property
    def kind(self) -> str:
        """The last part of a problem's type."""
        return str(self.body["type"]).rpartition("/")[2]


@dataclass
class Program:
    """Acts for the people of a world."""

    world: World
    now: datetime
    texts: dict[str, str] = field(default_factory=dict)
    client: Client = field(default_factory=Client)

    def token(self, who: str, **more: Any) -> str:
        """A token of a person: reads and writes, unless said otherwise."""
        actor = self.world.actor(who)
        made = tokens.create(actor, self.world.people[who], "test", 366, **{"writes": True, **more})
        return made.text

    def send(
        self,
        who: str | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        **headers: str,
    ) -> Answered:
        """One request. who: a person (None: without a token). headers: If_Match="…" and the like."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if who is not None and "Authorization" not in given:
            if who not in self.texts:
                self.texts[who] = self.token(who)
            given["Authorization"] = f"Bearer {self.texts[who]}"
        content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        kind = given.pop("Content-Type", JSON)
        response = self.client.generic(
            method,
            path if path.startswith("/") and path.startswith(BASE) else BASE + path,
            content,
            kind,
            headers=given,
        )
        got = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        return Answered(response.status_code, response.headers, got)

    def get(self, who: str | None, path: str, **headers: str) -> Answered:
        """Read."""
        return self.send(who, "GET", path, **headers)

    def do(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Do something that is expected to be done; its body."""
        answered = self.send(who, method, path, body, **headers)
        assert answered.status in (200, 201), (method, path, answered.status, answered.content.decode())
        return answered.body

    def seen(self, who: str, path: str) -> dict[str, str]:
        """The If-Match for a thing as it is now."""
        return {"If_Match": self.get(who, path).headers["ETag"]}

    def later(self, days: int) -> None:
        """Time goes on."""
        self.now += timedelta(days=days)
