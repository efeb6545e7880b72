"""Rules on what was chosen or is there: step table, choice, checklist, scale, gate, survey weights.

Sources: district DTI table (meetings per year 4 -> 20, 3 -> 15 ...); MIC Phụ lục 1B (data centre: best
case counts, at most 60); Circular 01/2018/TT-VPCP Art. 13-15 (0/1/2 scale, composite gate of index 9);
Yên Bái survey software (A 100 %, B 60 %, C 20 %, D 0 %).
"""

from __future__ import annotations

from decimal import Decimal

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Status, Value
from thangdo.rules.index.edition.rules import Checklist, Choice, Direction, Gate, Scale, Steps, Survey
from thangdo.rules.index.formula import Condition, EmptyDenominator, Uncomputable, parse, parse_condition
from thangdo.rules.index.numbers import ONE, ZERO, exact, total, weighted_total
from thangdo.rules.index.scoring.base import (
    PRECEDENCE,
    Case,
    Missing,
    Outcome,
    Scorer,
    directed,
    of_maximum,
    ok,
)
from thangdo.rules.index.scoring.taking import shower, taker


def steps(rule: Steps, maximum: Fraction | None) -> Scorer:
    """The points of the highest step reached.

    direction down: the first row (from the lowest bound) that the quantity does not exceed.

    >>> rows = [{"at_least": 4, "points": 20}, {"at_least": 3, "points": 15}]
    >>> str(steps(Steps(of="meetings", steps=rows), Fraction(20))(Case({"meetings": Fraction(3)})).points)
    '15'
    """
    formula = parse(rule.of)
    take, show = taker(formula), shower(formula)
    down = rule.direction is Direction.DOWN
    rows = sorted(((exact(row.at_least), exact(row.points)) for row in rule.steps), reverse=not down)
    otherwise = exact(rule.otherwise)

    def score(case: Case) -> Outcome:
        reached = take(case)
        inputs = show(case)
        for bound, points in rows:
            if (reached <= bound) if down else (reached >= bound):
                code = "steps-down" if down else "steps"
                return ok(points, code, value=reached, bound=bound, maximum=maximum, inputs=inputs)
        return ok(otherwise, "steps-none", value=reached, bound=rows[-1][0], maximum=maximum, inputs=inputs)

    return score


def _word(value: Value) -> str:
    """The word of a choice; yes and no for a yes-no input."""
    if isinstance(value, Fraction):
        return "yes" if value else "no"
    return str(value)


def choice(rule: Choice, maximum: Fraction | None) -> Scorer:
    """The points of the option chosen; nothing for an option that the rule does not name.

    >>> rule = Choice(choice="portal", points={"own": 10, "shared": 6})
    >>> str(choice(rule, Fraction(10))(Case({"portal": "shared"})).points)
    '6'
    """
    points = {option: exact(number) for option, number in rule.points.items()}

    def score(case: Case) -> Outcome:
        chosen = _word(case.get(rule.choice))
        inputs = {rule.choice: chosen}
        return ok(points.get(chosen, ZERO), "choice", chosen=chosen, maximum=maximum, inputs=inputs)

    return score


def checklist(rule: Checklist, maximum: Fraction | None) -> Scorer:
    """Sum of the items there up to the cap, or only the best item; `base` as soon as one is there.

    Of separate yes-no inputs a blank one is not there; when none is answered the checklist is not answered.

    >>> rule = Checklist(checklist="room", points={"own": 60, "rented": 40}, count="best")
    >>> str(checklist(rule, None)(Case({"room": frozenset({"own", "rented"})})).points)
    '60'
    """
    points = {item: exact(number) for item, number in rule.points.items()}
    base = exact(rule.base)
    cap = exact(rule.cap) if rule.cap is not None else maximum

    def there(case: Case) -> tuple[list[str], int]:
        if rule.checklist is not None:
            ticked = case.get(rule.checklist)
            chosen = ticked if isinstance(ticked, frozenset) else frozenset((_word(ticked),))
            return [item for item in points if item in chosen], len(points)
        given = {item: case.values.get(item, Status.NOT_ANSWERED) for item in points}
        missing = {item: value for item, value in given.items() if isinstance(value, Status)}
        if missing and len(missing) == len(given):
            asked = [item for item, kind in missing.items() if kind is not Status.NOT_APPLICABLE]
            item = asked[0] if asked else next(iter(missing))
            raise Missing(missing[item], item)
        applicable = [item for item in points if missing.get(item) is not Status.NOT_APPLICABLE]
        return [item for item in points if given[item] == ONE], len(applicable)

    def score(case: Case) -> Outcome:
        found, of = there(case)
        best = rule.count == "best"
        gained = [points[item] for item in found]
        earned = (max(gained) if best else total(gained)) + base if gained else ZERO
        over = cap is not None and earned > cap
        capped = cap if cap is not None and over else earned
        missing_items = tuple(item for item in points if item not in found)
        return ok(
            capped,
            "checklist-best" if best else "checklist",
            found=tuple(found),
            absent=missing_items,
            count=len(found),
            of=of,
            cap=cap,
            maximum=maximum,
            inputs={rule.checklist: frozenset(found)} if rule.checklist else {item: ONE for item in found},
            **({"cut": earned} if over else {}),
        )

    return score


def _met(conditions: tuple[Condition, ...], case: Case) -> tuple[str, Fraction, Fraction] | None:
    """None when all conditions hold, otherwise the first that fails with its two sides.

    One that fails decides, whatever the others lack; only what does not apply goes before it. So the order
    of the conditions changes no point.
    """
    failed: tuple[str, Fraction, Fraction] | None = None
    lacking: Missing | None = None
    other: EmptyDenominator | Uncomputable | None = None
    for condition in conditions:
        try:
            left, right = case.quantities((condition.left, condition.right))
        except Missing as missing:
            if missing.status is Status.NOT_APPLICABLE:
                raise
            if lacking is None or PRECEDENCE[missing.status] < PRECEDENCE[lacking.status]:
                lacking = missing
        except (EmptyDenominator, Uncomputable) as reason:
            other = other or reason
        else:
            if failed is None and not condition.holds(left, right):
                failed = condition.text, left, right
    unknown = lacking or other
    if failed is None and unknown is not None:
        raise unknown
    return failed


def scale(rule: Scale, maximum: Fraction | None) -> Scorer:
    """The points of the first step whose conditions all hold, else zero.

    >>> rule = Scale(scale=[{"points": 2, "when": ["late == 0"]}, {"points": 1, "when": ["late <= 5"]}])
    >>> [str(scale(rule, Fraction(2))(Case({"late": Fraction(late)})).points) for late in (0, 5, 6)]
    ['2', '1', '0']
    """
    rows = [(exact(step.points), tuple(map(parse_condition, step.when))) for step in rule.scale]
    show = shower(*(condition for _, conditions in rows for condition in conditions))

    def score(case: Case) -> Outcome:
        inputs = show(case)
        failed = None
        for points, conditions in rows:
            broken = _met(conditions, case)
            if broken is None:
                facts: dict[str, object] = {} if failed is None else {"failed": failed[0], "had": failed[1]}
                return ok(points, "scale", step=points, maximum=maximum, inputs=inputs, **facts)
            failed = failed or broken
        text, had, _ = failed or ("", ZERO, ZERO)
        return ok(ZERO, "scale-none", failed=text, had=had, maximum=maximum, inputs=inputs)

    return score


def gate(rule: Gate, maximum: Fraction | None) -> Scorer:
    """The maximum when every condition holds, else `otherwise`; the reason names the first that fails.

    >>> rule = Gate(gate=["late / received <= 0.05", "complaints == 0"])
    >>> case = Case({"late": Fraction(1), "received": Fraction(10), "complaints": ZERO})
    >>> outcome = gate(rule, Fraction(9))(case)
    >>> str(outcome.points), outcome.why.facts["failed"]
    ('0', 'late / received <= 0.05')
    """
    conditions = tuple(map(parse_condition, rule.gate))
    otherwise = exact(rule.otherwise)

    def score(case: Case) -> Outcome:
        inputs = case.shown(*conditions)
        broken = _met(conditions, case)
        if broken is None:
            return ok(of_maximum(ONE, maximum), "gate-passed", maximum=maximum, inputs=inputs)
        return ok(otherwise, "gate-failed", failed=broken[0], had=broken[1], maximum=maximum, inputs=inputs)

    return score


def survey(rule: Survey, maximum: Fraction | None) -> Scorer:
    """sum(count x weight) / sum(count) x max over the options; direction down: what is left of it.

    >>> rule = Survey(survey={"A": "a", "B": "b"}, options={"A": 1, "B": "0.6"})
    >>> str(survey(rule, Fraction(10))(Case({"a": Fraction(30), "b": Fraction(10)})).points)
    '9'
    """
    counts = {option: parse(text) for option, text in rule.survey.items()}
    formulas = list(counts.values())
    weights = [exact(rule.options.get(option, Decimal(0))) for option in counts]

    def score(case: Case) -> Outcome:
        given = case.quantities(formulas)
        everyone = total(given)
        if everyone == 0:
            raise EmptyDenominator
        mean = weighted_total(weights, given) / everyone
        inputs = case.shown(*formulas)
        points = of_maximum(directed(mean, rule.direction), maximum)
        return ok(points, "survey", mean=mean, n=everyone, maximum=maximum, inputs=inputs)

    return score
