"""Processes that are killed in the middle of what they do, and several that do the same at once."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Sequence
from typing import Any

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
