"""The first page after signing in: what I can do now, and the campaigns that I see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from thangdo.faces.look import numbers
from thangdo.faces.look.templatetags.look import either, language
from thangdo.faces.office.form_values import address
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.people.acting import Actor
from thangdo.work.assessments.queries import board
from thangdo.work.assessments.queries import tasks as mine
from thangdo.work.assessments.queries.tasks import Task


@dataclass(frozen=True)
class Line:
    """A task in words, with the page that helps. about: what it belongs to; days: left (None: no limit)."""

    sentence: str
    address: str = ""
    about: str = ""
    more: str = ""
    role: str = ""
    when: str = ""
    days: int | None = None
    done: int = 0
    of: int = 0

    @property
    def late(self) -> bool:
        """Whether its day has passed."""
        return self.days is not None and self.days < 0


#: every kind of work that has something to do for people brings its lines here
SOURCES: list[Callable[[Actor], list[Line]]] = []


@require_safe
@office_view
def tasks(request: OfficeRequest) -> HttpResponseBase:
    """My tasks."""
    found = [_line(one) for one in mine.tasks(request.actor)]
    for source in SOURCES:
        found += source(request.actor)
    context = {
        "urgent": sorted((one for one in found if one.late), key=lambda one: one.days or 0),
        "rest": [one for one in found if not one.late],
        "campaigns": board.campaigns(request.actor),
    }
    return show(request, "office/tasks.html", _("My tasks"), context, room="tasks")


def _line(task: Task) -> Line:
    title = either(task.title_vi, task.title_en)
    return Line(
        _sentence(task),
        _address(task),
        title,
        _more(task),
        task.role,
        when(task.due, task.days),
        task.days,
        task.count,
        task.of or 0,
    )


def _sentence(task: Task) -> str:
    """What there is to do, as one would say it."""
    n = task.count
    unit = either(task.unit_name, task.unit_name_en)
    fixed = {
        "fill-in": _("Fill in the self-assessment of %(unit)s"),
        "sign-off": _("Sign off the self-assessment of %(unit)s: everything is answered"),
        "return-reply": _("Return the reply of %(unit)s: every question is answered"),
        "look-at-result": _("Look at the result of %(unit)s: agree, or object"),
        "conclude": _("Conclude: nothing is left to decide"),
        "approve": _("Approve the council's result"),
        "dispatch": _("Dispatch the campaign"),
        "notify": _("Notify the results: every unit is appraised"),
        "close-window": _("Close the window for objections"),
        "publish": _("Seal and publish the approved result"),
        "write-edition": _("Go on with the draft"),
        "publish-edition": _("Look at the set of criteria that was handed in"),
    }
    if task.kind in fixed:
        return fixed[task.kind] % {"unit": unit}
    counted = {
        "reply": ngettext(
            "Reply to %(n)s question about %(unit)s", "Reply to %(n)s questions about %(unit)s", n
        ),
        "appraise": ngettext("Appraise %(n)s unit", "Appraise %(n)s units", n),
        "chase": ngettext(
            "%(n)s unit has not returned: remind, extend or close",
            "%(n)s units have not returned: remind, extend or close",
            n,
        ),
        "waiting-for-reply": ngettext(
            "%(n)s unit was asked for more and has not replied yet",
            "%(n)s units were asked for more and have not replied yet",
            n,
        ),
        "second-opinion": ngettext(
            "Give a second opinion on %(n)s answer", "Give a second opinion on %(n)s answers", n
        ),
        "decide": ngettext(
            "Decide on %(n)s answer marked for the council",
            "Decide on %(n)s answers marked for the council",
            n,
        ),
        "hear": ngettext("Hear %(n)s objection", "Hear %(n)s objections", n),
    }
    return counted[task.kind] % {"n": numbers.number(n, language()), "unit": unit}


def _more(task: Task) -> str:
    """A second line: how far it is."""
    if task.kind == "fill-in":
        return _("%(done)s of %(all)s criteria answered") % {"done": task.count, "all": task.of}
    if task.kind == "look-at-result" and task.count:
        return ngettext("%(n)s answer was amended", "%(n)s answers were amended", task.count) % {
            "n": task.count
        }
    if task.kind == "appraise" and task.facts.get("oldest"):
        return _("the longest waits since %(day)s") % {"day": numbers.day(task.facts["oldest"], language())}
    if task.kind == "write-edition" and task.count:
        return ngettext("%(n)s problem left", "%(n)s problems left", task.count) % {"n": task.count}
    return ""


def when(due: date | None, days: int | None) -> str:
    """How long there is still: 3 ngày nữa (04/03/2026). days: negative when late."""
    if due is None or days is None:
        return ""
    day = numbers.day(due, language())
    if days < 0:
        late = ngettext("%(n)s day late (%(day)s)", "%(n)s days late (%(day)s)", -days)
        return late % {"n": -days, "day": day}
    if days == 0:
        return _("today (%(day)s)") % {"day": day}
    return ngettext("%(n)s day left (%(day)s)", "%(n)s days left (%(day)s)", days) % {"n": days, "day": day}


def _address(task: Task) -> str:
    """The page that helps; "" while its room is not there."""
    unit = task.unit or ("", "")
    if task.unit is not None:
        return address("office-part", task.campaign, *unit)
    at_campaign = {
        "appraise": "office-appraisal",
        "waiting-for-reply": "office-appraisal",
        "second-opinion": "office-second",
        "decide": "office-council",
        "hear": "office-council",
        "conclude": "office-council",
        "approve": "office-campaign-publications",
        "publish": "office-campaign-publications",
    }
    if task.edition is not None:
        return address("office-edition", str(task.edition)) or address("office-editions")
    found = address(at_campaign.get(task.kind, "office-campaign"), task.campaign)
    query = {"chase": "?state=overdue#units", "waiting-for-reply": "?state=asked"}.get(task.kind, "")
    return found + query


urlpatterns = [path("", tasks, name="office-tasks")]
