"""Notices in words: one line in "my tasks", and the e-mail that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from thangdo.faces.look import sentences, wording
from thangdo.faces.office.people import resetting
from thangdo.records.notices.outbox import Words, renders


def line(code: str, facts: Mapping[str, Any], language: str) -> str:
    """What a notice says, in one sentence."""
    said = wording.notice(code, facts, language) or wording.notice("unknown", facts, language)
    assert said is not None
    return said


def words(code: str, facts: Mapping[str, Any], address: str, language: str) -> Words:
    """The e-mail of a notice."""
    sentence = line(code, facts, language)
    with translation.override(language):
        body = [sentence, ""]
        if code in (resetting.CODE, resetting.INVITATION):
            address = resetting.address(int(facts["person"]), language)
            body += [_("The link works once, for three days. Give it to nobody."), ""]
        if address:
            body += [_("Open it here: %(address)s") % {"address": address}, ""]
        body += [_("This message was sent by Thang Đo; nobody reads replies to it.")]
    return Words(sentence, "\n".join(body) + "\n")


def enter() -> None:
    """The outbox sends what is said here."""
    for prefix in sorted({code.split(".")[0] for code in sentences.everything()["notices"]} - {"unknown"}):
        renders(prefix, words)
