"""Notices in words: one line in "my tasks", and the e-mail that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from thangdo.faces.look import numbers, said_announcements, said_conferences, said_directives, said_people
from thangdo.faces.office.people import resetting
from thangdo.records.notices.outbox import Words, renders

#: the sentences of the other kinds of work: code -> Vietnamese, English
ROOMS = {
    **said_announcements.NOTICES,
    **said_conferences.NOTICES,
    **said_directives.NOTICES,
    **said_people.NOTICES,
}


def line(code: str, facts: Mapping[str, Any], language: str) -> str:
    """What a notice says, in one sentence."""
    title = facts.get("title_en") if language == "en" and facts.get("title_en") else facts.get("title_vi", "")
    said = {
        "title": title,
        "due": _day(facts.get("due"), language),
        "expires": _day(facts.get("expires"), language),
        "missing": facts.get("missing", 0),
        "waiting": facts.get("waiting", 0),
        "node": facts.get("node", ""),
        "unit": facts.get("unit_en" if language == "en" else "unit_vi", ""),
    }
    with translation.override(language):
        pair = ROOMS.get(code)
        if pair is not None:
            return (pair[1] if language == "en" else pair[0]) % said
        return (_sentences().get(code) or _("Something happened in “%(title)s”.")) % said


def _sentences() -> dict[str, str]:
    """Code -> sentence, in the language that is set."""
    return {
        "assessments.asked-to-assess": _("Your unit is asked to assess itself in “%(title)s” by %(due)s."),
        "assessments.due": _(
            "The self-assessment for “%(title)s” is due on %(due)s; %(missing)s criteria are open."
        ),
        "assessments.late": _(
            "The self-assessment for “%(title)s” was due on %(due)s; %(missing)s criteria are open."
        ),
        "assessments.extended": _("Your unit has more time for “%(title)s”: until %(due)s."),
        "assessments.question": _("The appraisers of “%(title)s” ask for more on criterion %(node)s."),
        "assessments.resumed": _("The appraisal of your unit in “%(title)s” was taken up again."),
        "assessments.result": _(
            "The result of your unit in “%(title)s” is there; you may object until %(due)s."
        ),
        "assessments.objection-ends": _("You may object to the result in “%(title)s” until %(due)s."),
        "assessments.heard": _(
            "The council has decided on your objection to criterion %(node)s in “%(title)s”."
        ),
        "assessments.objection": _("%(unit)s objects in “%(title)s”."),
        "assessments.verify-by": _("The appraisal of “%(title)s” ends on %(due)s; %(waiting)s units wait."),
        "assessments.window-is-over": _(
            "The window for objections in “%(title)s” ended on %(due)s; close it."
        ),
        "assessments.evidence-expires": _("An evidence that you gave in “%(title)s” expires on %(expires)s."),
    }


def words(code: str, facts: Mapping[str, Any], address: str, language: str) -> Words:
    """The e-mail of a notice."""
    sentence = line(code, facts, language)
    with translation.override(language):
        body = [sentence, ""]
        if code == resetting.CODE:
            address = resetting.address(int(facts["person"]), language)
            body += [_("The link works once, for three days. Give it to nobody."), ""]
        if address:
            body += [_("Open it here: %(address)s") % {"address": address}, ""]
        body += [_("This message was sent by Thang Đo; nobody reads replies to it.")]
    return Words(sentence, "\n".join(body) + "\n")


def _day(text: object, language: str) -> str:
    return numbers.day(date.fromisoformat(str(text)[:10]), language) if text else ""


def enter() -> None:
    """The outbox sends what is said here."""
    for prefix in ("assessments", *sorted({code.split(".")[0] for code in ROOMS})):
        renders(prefix, words)
