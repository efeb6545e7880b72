"""Whatever a program sends, the answer is one that the description announces, and never a 500.

Schemathesis makes requests from the OpenAPI document for several people and at several hours of a campaign;
every request begins in the same state, for what it wrote is taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import jsonschema
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import world as sample
from engines import machine
from faces.api import test_loop as loop
from programs import Program
from thangdo.faces.api.api import api
from thangdo.faces.api.openapi import describe

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 5  # of each operation and person
STAGES = {
    "draft": lambda program: sample.planned(program.world, loop.SLUG),
    "returned": loop.returned,
    "published": loop.published,
}
#: at which hour, who, and what of the interface he meets then
WHO: list[tuple[str, str, set[str]]] = [
    ("draft", "publisher", {"campaigns"}),
    ("draft", "author", {"editions", "calendar", "my"}),
    ("returned", "reporter", {"parts", "answers", "evidence", "files", "my"}),
    ("returned", "appraiser", {"parts", "appraisal", "campaigns"}),
    ("returned", "administrator", {"units", "people", "ledger", "files"}),
    ("published", "council", {"council", "objections", "publications", "results", "answers"}),
]
#: what stands in an address, so that most requests reach something
REAL: dict[str, list[Any]] = {
    "slug": [loop.SLUG],
    "unit": ["sample:X1", "sample:X2", "sample:S2"],
    "node": ["A1", "A2", "B1", "B2"],
    "number": [1],
    "table": ["visits"],
    "revision": [1],
    "assessment": [loop.SLUG],
    "code": ["X1"],
    "key": [1],
}


@contextmanager
def connection_kept() -> Iterator[None]:
    """A request ends without closing the connection, which is in the midst of the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@cache
def described() -> Any:
    """The interface as schemathesis reads it, once: it looks through all of its code for constants."""
    schema = schemathesis.openapi.from_dict(describe(api, "en"))
    schema.app = WSGIHandler()
    return schema


@pytest.mark.parametrize(("stage", "who", "tags"), WHO, ids=[f"{one[0]}-{one[1]}" for one in WHO])
def test_no_request_meets_an_answer_that_is_not_described(
    program: Program, stage: str, who: str, tags: set[str]
) -> None:
    STAGES[stage](program)
    program.texts.clear()
    token = program.token(who)
    program.texts[who] = token
    REAL["key"] = list(sample.EditionVersion.objects.values_list("pk", flat=True))
    for result in described().get_all_operations():
        operation = result.ok()
        if tags & set(operation.definition.raw["tags"]):
            run(program, who, token, operation)


def run(program: Program, who: str, token: str, operation: Any) -> None:
    """Some requests of one operation."""
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}

    cases = operation.as_strategy()
    if operation.body:
        cases |= operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)

    @given(case=cases, data=st.data())
    @machine(
        EXAMPLES,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    def check(case: Any, data: Any) -> None:
        for name in case.path_parameters:
            if name in REAL and data.draw(st.integers(0, 9)):
                case.path_parameters[name] = data.draw(st.sampled_from(REAL[name]))
        case.headers = {
            name: value
            for name, value in (case.headers or {}).items()
            if value is not None and name.lower() != "authorization"
        }
        if "If-Match" in case.headers and data.draw(st.booleans()):
            case.headers["If-Match"] = data.draw(st.sampled_from([f'"{number}"' for number in range(1, 9)]))
        before = transaction.savepoint()
        with connection_kept():
            response = case.call(headers=headers)
        transaction.savepoint_rollback(before)
        if "Authorization" in response.request.headers:  # some bad requests leave it out
            assert response.status_code not in (401, 429)
        case.validate_response(response, checks=CHECKS)

    check()


#: what everybody may ask
OPEN = {"identity-get_identity"}


def test_the_description_itself_is_sound_and_complete() -> None:
    for language in ("vi", "en"):
        document = describe(api, language)
        assert document["openapi"] == "3.1.0"
        jsonschema.Draft202012Validator.check_schema({"$defs": document["components"]["schemas"]})
        ids = [one["operationId"] for path in document["paths"].values() for one in path.values()]
        assert len(ids) == len(set(ids)) > 100
        for path in document["paths"].values():
            for one in path.values():
                assert one["summary"] and one["tags"] and "x-summary-vi" not in one
                assert "security" in one or one["operationId"] in OPEN
    assert describe(api, "vi")["paths"] != describe(api, "en")["paths"]


def test_everything_is_met_by_somebody() -> None:
    met = set().union(*(tags for _, _, tags in WHO))
    assert met == {tag["name"] for tag in describe(api, "vi")["tags"]}
