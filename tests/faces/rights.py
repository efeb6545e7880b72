"""Every address with every role: what each gets, asked of the running application."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

#: what stands in the blanks of addresses
BLANKS: dict[str, str] = {
    "slug": "sample-2025",
    "book": "sample-2025",
    "scheme": "sample",
    "code": "X1",
    "node": "A1",
    "pillar": "A",
    "table": "visits",
    "form": "csv",
    "ending": "csv",
    "revision": "1",
    "number": "1",
    "chart": "scores",
    "kind": "decision",
    "act": "rename",
    "which": "signed",
    "uidb36": "1",
    "job": "00000000-0000-0000-0000-000000000000",
    "fingerprint": "0" * 64,
}
#: addresses that end in the name of an act: each act is an address of its own
ACTS: dict[str, tuple[str, ...]] = {
    "office-campaign-act": (
        *("dispatch", "cancel", "notify", "close_window", "conclude", "reopen", "approve", "revoke"),
        "correct",
    ),
    "office-unit-act": ("extend", "write_off", "let_in"),
    "office-appraisal-answer": ("accept", "amend", "ask", "mark", "undo"),
    "office-appraisal-part": ("finish", "resume", "stop_waiting"),
    "office-council-act": ("decide", "hear", "put_right"),
    "office-identity-act": ("describe", "put_arms", "remove_arms"),
    "office-announcement-act": ("publish", "withdraw", "attach"),
    "office-announcement-reply": ("show", "hide", "ask", "answer"),
    "office-book-act": ("issue", "issue_block", "close"),
    "office-paper-act": ("mend", "void", "keep", "bring_back", "withdraw"),
    "office-person-act": ("end", "reopen", "second-factor", "password"),
}
#: a form that fits them all: whoever is refused is refused for want of right, not for a blank
FORM: dict[str, str] = {
    "node": "A1",
    "seen": "1",
    "reason": "thử",
    "outcome": "accept",
    "decision": "1/QĐ",
    "due": "2030-01-02",
    "text": "thử",
    "until": "2030-01-02",
    "since": "2026-01-01",
    "role": "observer",
    "unit": "sample:X1",
    "login": "moi",
    "name": "Người Mẫu",
    "email": "",
    "language": "vi",
    "accept": "A1:1",
    "v-staff": "5",
    "v-staff_with_computer": "4",
    "v:staff": "5",
    "v:staff_with_computer": "4",
    "link": "https://example.test/",
    "title": "Mẫu",
    "serves": "1",
    "number": "1",
    "days": "1",
    "source": "empty",
    "edition": "moi",
    "title_vi": "Mẫu",
    "slug": "moi",
    "authority": "sample:M",
    "appraising": "sample:S1",
    "period_from": "2025-01-01",
    "period_to": "2025-12-31",
    "tiers": "commune",
    "return_days": "15",
    "verify_days": "120",
    "objection_days": "10",
    "sample_percent": "5",
}


@dataclass(frozen=True)
class Route:
    """An address: how it is written in the code, the act that it names, and with its blanks filled."""

    pattern: str
    name: str
    act: str
    path: str


def routes(person: str, edition: str, office: str) -> Iterator[Route]:
    """Every address of the application, its blanks filled with the keys of one of each.

    Those without a prefix, whatever language another test has left.
    """
    with override("vi"):
        every = list(patterns(get_resolver(), ""))
    for pattern, name in every:
        for act in ACTS.get(name, ("none",)):
            key = edition if "editions/" in pattern else person
            blanks = {**BLANKS, "name": act, "key": key, "person": person, "office": office}
            yield Route(pattern, name, act if name in ACTS else "", _filled(pattern, blanks))


def patterns(resolver: URLResolver, before: str) -> Iterator[tuple[str, str]]:
    """Every address below, as the code writes it, with its name."""
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, here)
        elif isinstance(one, URLPattern):
            yield here, one.name or ""


def _filled(pattern: str, blanks: Mapping[str, str]) -> str:
    plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern)
    plain = plain.replace("^", "").replace("$", "").replace("\\", "")
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: blanks.get(found.group(1), "1"), plain)


def _form(path: str) -> dict[str, str]:
    """The form, sent by who has seen a campaign as it stands: dispatched, at its second event."""
    on_campaign = re.search(r"/campaigns/[^/]+/act/\w+$", path)
    return {**FORM, "seen": "2"} if on_campaign else FORM


def answer(client: Client, path: str, method: str) -> str:
    """What one gets, in a word: yes, no, refused, sign in, or `-` where the address does not take the method.

    refused: nothing was done, since the moment, the form or what one sees does not fit. Nothing of it stays.
    """
    sid = transaction.savepoint()
    try:
        reply: Any = client.get(path) if method == "GET" else client.post(path, _form(path))
    finally:
        transaction.savepoint_rollback(sid)
    location = reply.headers.get("Location", "")
    if reply.status_code == 405:
        return "-"
    if reply.status_code >= 500:
        return f"fault {reply.status_code}"
    if reply.status_code in (301, 302) and "/signin/" in location:
        return "sign in"
    if reply.status_code in (401, 403, 404):
        return "no"
    return "yes" if reply.status_code in (200, 302) else "refused"
