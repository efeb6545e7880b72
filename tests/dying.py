"""Processes that are killed in the middle of what they do, and several that do the same at once."""

from __future__ import annotations

import gc
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from typing import Any

import psycopg
from django.db import connection, connections


def killed_at(statement: int, act: Callable[[], object]) -> bool:
    """Run `act` in a process of its own, killed before its n-th statement; whether it was killed."""
    child = os.fork()
    if child == 0:
        _alone()
        left = [statement]

        def counting(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            left[0] -= 1
            if left[0] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        code = 1
        try:
            with connection.execute_wrapper(counting):
                act()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0, "the act failed by itself"
    return False


def killed_before_commit(act: Callable[[], object]) -> bool:
    """Run `act` in a process of its own, killed when all is written and nothing committed; whether it was."""
    child = os.fork()
    if child == 0:
        _alone()
        commit, wrote = connections["default"].commit, [False]

        def noting(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            wrote[0] |= sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")
            return execute(sql, params, many, context)

        def dying() -> None:
            if wrote[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            commit()

        code = 1
        try:
            connections["default"].commit = dying  # type: ignore[method-assign]
            with connection.execute_wrapper(noting):
                act()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the act failed by itself"
    return os.WIFSIGNALED(status)


def watched(act: Callable[[], object]) -> tuple[int, list[int]]:
    """Run `act`; the number of its statements, and those before which something of it had been committed.

    Killed at a statement, an act leaves what is committed by then, and that is what another connection sees:
    one that looks before each statement stands for one kill at each of them, and the act is done once.
    """
    count, early = 0, []
    with _looking() as look:
        before = look()

        def looking(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal count
            count += 1
            if look() != before:
                early.append(count)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(looking):
            act()
    return count, early


@contextmanager
def _looking() -> Iterator[Callable[[], object]]:
    """From a second connection: something that changes when anything in the database is committed."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
            yield lambda: other.execute("PRAGMA data_version").fetchone()
        return
    wanted = connection.get_connection_params()
    known = {name: wanted[name] for name in ("host", "port", "user", "password", "dbname") if name in wanted}
    with psycopg.connect(**known, autocommit=True) as server:
        seen: list[Any] = [None, None]

        def look() -> object:
            """Where no transaction of the whole server has ended nothing can have changed."""
            ended = server.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())").fetchone()
            if seen[0] != ended:
                seen[:] = ended, server.execute(_versions()).fetchall()
            return seen[1]

        yield look


@cache
def _versions() -> Any:
    """Asks each table how many rows it has and which transaction wrote the newest of them."""
    quoted = connection.ops.quote_name
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return " UNION ALL ".join(
        f"SELECT count(*), max(xmin::text::bigint) FROM {quoted(name)}" for name in sorted(names)
    )


def at_once(acts: Sequence[Callable[[], object]]) -> list[int]:
    """Run all in processes of their own at the same time; the exit codes: 0 done, 1 refused with an error."""
    children = []
    for act in acts:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                _alone()
                act()
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    return [os.WEXITSTATUS(os.waitpid(child, 0)[1]) for child in children]


def _alone() -> None:
    """Leave the parent's connections alone and open new ones when needed."""
    gc.disable()  # to look through the parent's objects would copy them all
    for one in connections.all():
        one.connection = None
        one.in_atomic_block = False
        one.savepoint_ids = []
        one.needs_rollback = False
        one.run_on_commit = []
