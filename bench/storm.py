"""`make storm`: kill what can be killed under load; nothing that was acknowledged is lost or doubled.

One run on each engine: processes of the server, the whole server, the worker and (PostgreSQL, with
synchronous_commit=on) a process of the database get SIGKILL, each once the site has gone on after the kill
before. In between the clock jumps a year ahead and back, the disk is full (PostgreSQL: that of its tables, as
root), and a backup is made. Every client sends a request again, with the same key, until it is answered; two
change the same answer, of whom one must be told so. Then the ledger is compared with what was acknowledged,
verified, and replayed. The suite runs a short form (tests/site/test_storm.py).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from storm_disk import Disk, small_disk
from storm_site import LONGEST, TESTS, Client, Site

sys.path.insert(0, str(TESTS))

CAMPAIGN = "sample-2025"
NODES = ("A1", "A2", "B1")
SETTLE = """
import json, django
django.setup()
import world
from datetime import timedelta
from django.utils import timezone
from thangdo.records.people import tokens
made = world.build()
made.now = timezone.now() - timedelta(minutes=1)
world.dispatched(made)
print(json.dumps({who: [tokens.create(made.actor(who), made.people[who], f"storm {n}", 30, writes=True).text
    for n in range(3)] for who in ("reporter", "reporter2", "publisher")}))
"""
WRITTEN = """
import json, django
django.setup()
from collections import Counter
from thangdo.records.ledger.models import Event
from thangdo.records.ledger.verify import verify
from thangdo.work.replaying import differences
rows = Event.objects.filter(key__startswith="storm-").values_list("key", "stream", "type")
print(json.dumps({
    "keys": {key: count for (key, *_), count in sorted(Counter(rows).items(), key=lambda one: one[1])},
    "findings": [f"{one.code} {one.stream} {one.sequence}" for one in verify().findings],
    "differences": [f"{kind}: {line}" for kind, line in differences()],
}))
"""
CLOCK = """
import django
django.setup()
from datetime import UTC, datetime, timedelta
from thangdo.records.ledger import clock
clock.mark(datetime.now(UTC) - timedelta(days=%d), accepted=True)
"""


class Storm:
    """One run on one engine."""

    def __init__(self, engine: str, data: Path, server: Any, short: bool, disk: Disk | None = None) -> None:
        self.engine, self.server, self.short, self.disk = engine, server, short, disk
        self.url = f"{server.url}/storm" if server else ""
        self.site = Site(data, self.url)
        self.kills: Counter[str] = Counter()
        self.told: dict[str, str] = {}
        self.told_by: list[Client] = []
        self.before: Any = None  # what verifying says of the made-up world, whose people were never appointed

    def run(self, kills: int) -> bool:
        """Kill so often, print the figures; whether nothing was lost, doubled or found."""
        began = time.monotonic()
        tokens = self.site.ask(SETTLE)
        self.before = self.site.ask(WRITTEN)
        keeper = threading.Thread(target=self.site.keep, daemon=True)
        keeper.start()
        clients = self.told_by = self.clients(tokens)
        try:
            self.until(lambda: self.reads(clients[0]), "the site does not start")
            for client in clients:
                client.start()
            self.progress(clients, "before the first kill")
            for number in range(kills):
                self.kill(number)
                self.progress(clients, f"after kill {number + 1}")
                if number == kills // 4 and not (self.short and self.server):
                    self.clock(clients)
                elif number == kills // 2:
                    self.full(clients)
                elif number == 3 * kills // 4 and not self.short:
                    self.backup(clients)
        finally:
            for client in clients:
                client.going = False
            for client in clients:
                if client.is_alive():
                    client.join(LONGEST)
            self.site.stop()
        return self.figures(clients, time.monotonic() - began)

    def clients(self, tokens: dict[str, list[str]]) -> list[Client]:
        """Two reporters who save, one of them at two windows, and an officer who extends."""

        def saved(number: int) -> Any:
            return {"values": {"staff": str(100 + number), "staff_with_computer": str(number % 100)}}

        def saved_beside(number: int) -> Any:
            return {"values": {"staff": str(100_000 + number), "staff_with_computer": "7"}}

        bodies: dict[str, Callable[[int], Any]] = {
            "A1": saved,
            "A2": lambda number: {"values": {"staff_trained": str(number % 100)}},
            "B1": lambda number: {
                "values": {"website": ("own", "none")[number % 2]},
                "comment": f"lần {number}",
            },
        }
        found = []
        for who, unit in (("reporter", "X1"), ("reporter2", "X2")):
            part = f"/campaigns/{CAMPAIGN}/units/sample:{unit}"
            for node in NODES:
                found.append(
                    Client(self.site, f"{unit}-{node}", tokens[who], f"{part}/answers/{node}", bodies[node])
                )
        until = lambda number: {  # noqa: E731
            "due": (date.today() + timedelta(days=100 + number)).isoformat(),
            "reason": f"lần {number}",
        }
        same = f"/campaigns/{CAMPAIGN}/units/sample:X1/answers/A1"
        found.append(Client(self.site, "X1-A1-beside", tokens["reporter"], same, saved_beside))
        extend = f"/campaigns/{CAMPAIGN}/units/sample:S2/extend"
        return [*found, Client(self.site, "extend", tokens["publisher"], extend, until)]

    def reads(self, client: Client) -> bool:
        """Whether the site answers."""
        with contextlib.suppress(OSError):
            return self.site.send("GET", "/me", client.tokens[0])[0] == 200
        return False

    def until(self, true: Callable[[], bool], what: str) -> None:
        """Wait until it is so; for the longest time that a site may take."""
        end = time.monotonic() + LONGEST
        while not true():
            faults = [f"{one.label}: {one.fault}" for one in self.told_by if one.fault]
            if faults or time.monotonic() > end:
                logs = "".join(
                    (self.site.data / f"{name}.log").read_text()[-2000:] for name in ("serve", "worker")
                )
                said = [f"{one.label} {dict(one.statuses)}" for one in self.told_by]
                raise TimeoutError("\n".join([what, *faults, *said, logs]))
            time.sleep(0.02)

    def progress(self, clients: list[Client], when: str) -> None:
        """Wait until three more requests were acknowledged."""
        before = sum(len(one.acknowledged) for one in clients)

        def moved() -> bool:
            return sum(len(one.acknowledged) for one in clients) >= before + 3

        self.until(moved, f"nothing is acknowledged {when}")

    def kill(self, number: int) -> None:
        """The next victim: mostly a process of the server, else worker, whole server, database."""
        turn = number % 10
        if turn in (3, 8):
            self.killed("worker", self.site.services["worker"].pid)
        elif turn == 5:
            self.killed("whole server", self.site.services["serve"].pid, group=True)
        elif turn in (1, 6) and self.server:
            self.killed("database", self.backend())
        else:
            processes = self.site.processes()
            self.killed("server process", processes[number % len(processes)] if processes else 0)

    def killed(self, what: str, pid: int, group: bool = False) -> None:
        """Send SIGKILL."""
        with contextlib.suppress(ProcessLookupError):
            if pid:
                (os.killpg if group else os.kill)(pid, signal.SIGKILL)
                self.kills[what] += 1

    def backend(self) -> int:
        """A process of the database that serves us: when it dies so, PostgreSQL starts itself again."""
        import psycopg

        with contextlib.suppress(psycopg.Error), psycopg.connect(f"{self.server.url}/postgres") as connection:
            asked = (
                "SELECT pid FROM pg_stat_activity WHERE datname = 'storm' AND pid <> pg_backend_pid() LIMIT 1"
            )
            row = connection.execute(asked).fetchone()
            return int(row[0]) if row else 0
        return 0

    def clock(self, clients: list[Client]) -> None:
        """The clock is a year ahead, then a year behind, of what is known: nothing is recorded meanwhile."""
        counted = []
        for days in (365,) if self.short else (365, -365):
            self.site.ask(CLOCK % days)
            self.killed("whole server", self.site.services["serve"].pid, group=True)
            self.until(lambda: self.reads(clients[0]), "the site does not start at a wrong clock")
            refused = sum(one.statuses[400] for one in clients)
            before = sum(len(one.acknowledged) for one in clients)
            self.until(
                lambda refused=refused: sum(one.statuses[400] for one in clients) > refused + 5,  # type: ignore[misc]
                "a wrong clock is not refused",
            )
            counted.append(sum(len(one.acknowledged) for one in clients) - before)
            self.site.command("clock", "accept")
            self.progress(clients, "after the clock was mended")
        self.told["clock a year ahead, a year back"] = (
            f"refused; given again by its key meanwhile: {sum(counted)}"
        )

    def full(self, clients: list[Client]) -> None:
        """Nothing can be written: saves are answered 503, reading goes on, and all does when there is room.

        SQLite: no file of the server may grow. PostgreSQL: the disk of its tables is full.
        """
        if self.server and not self.disk:
            self.told["disk full"] = f"not run: {'short form' if self.short else 'needs root, and a mount'}"
            return
        before = sum(one.statuses[503] for one in clients)
        self._may_grow(False)
        self.until(lambda: sum(one.statuses[503] for one in clients) > before + 3, "a full disk is not told")
        read = self.reads(clients[0])
        self._may_grow(True)
        self.progress(clients, "after the disk had room again")
        told = sum(one.statuses[503] for one in clients) - before
        self.told["disk full"] = f"{told} saves answered 503, reading {'went on' if read else 'FAILED'}"

    def _may_grow(self, may: bool) -> None:
        if self.disk:
            (self.disk.empty if may else self.disk.fill)()
            return
        small = max(file.stat().st_size for file in self.site.data.glob("thangdo.sqlite3*"))
        limit = resource.RLIM_INFINITY if may else max(small // 2, 1)
        for pid in self.site.processes():
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    def backup(self, clients: list[Client]) -> None:
        """A backup under load, restored beside."""
        file, other = self.site.data.parent / "storm.zip", self.site.data.parent / "restored"
        made = self.site.command("backup", str(file))
        beside = Site(other, "")
        restored = beside.command("restore", str(file), "--unsigned")
        self.progress(clients, "after the backup")
        if made.returncode or restored.returncode not in (0, 1):
            self.told["backup under load"] = f"FAILED {made.stderr[-300:]} {restored.stderr[-600:]}"
            return
        found = beside.ask(WRITTEN)
        new = [one for one in found["findings"] if one not in self.before["findings"]]
        new += [one for one in found["differences"] if one not in self.before["differences"]]
        self.told["backup under load"] = (
            f"{'FAILED' if new else 'restored'}, {len(found['keys'])} acts in it, {len(new)} findings"
        )

    def figures(self, clients: list[Client], seconds: float) -> bool:
        """Compare and print."""
        found = self.site.ask(WRITTEN)
        keys: dict[str, int] = found["keys"]
        acknowledged = [key for one in clients for key in one.acknowledged]
        lost = [key for key in acknowledged if key not in keys]
        seen = Counter((one.path, tag) for one in clients for tag in one.tags)
        told = sum(one.statuses[409] + one.statuses[412] for one in clients)
        both = [f"{path} {tag}" for (path, tag), count in seen.items() if count > 1]
        doubled = [key for key, count in keys.items() if count > 1]
        findings = [one for one in found["findings"] if one not in self.before["findings"]]
        differences = [one for one in found["differences"] if one not in self.before["differences"]]
        faults = [f"{one.label}: {one.fault}" for one in clients if one.fault]
        rows = {
            "engine": self.engine,
            "kills": f"{sum(self.kills.values())} ({_counted(self.kills)})",
            "started again": _counted(self.site.deaths),
            "requests cut off": sum(one.cut for one in clients),
            "races": f"{told} told that another was first, {len(both)} won by both",
            "acknowledged": len(acknowledged),
            "lost": len(lost),
            "doubled": len(doubled),
            **self.told,
            "findings of ledger verify": len(findings),
            "differences of the replay": len(differences),
            "seconds": round(seconds),
        }
        for name, text in rows.items():
            print(f"{name:34} {text}", flush=True)
        for one in (*lost[:5], *doubled[:5], *both[:5], *findings[:5], *differences[:5], *faults):
            print(f"  ! {one}")
        bad = [lost, doubled, both, findings, differences, faults]
        return not any(bad) and not any("FAILED" in text for text in self.told.values())


@contextlib.contextmanager
def database(engine: str, short: bool) -> Iterator[tuple[Any, Disk | None]]:
    """A PostgreSQL server of our own that loses nothing, with an empty database, and the disk of its tables.

    None for SQLite.
    """
    if engine == "sqlite":
        yield None, None
        return
    import postgres
    import prepared

    postgres.OPTIONS = ("listen_addresses=", "fsync=on", "synchronous_commit=on", "full_page_writes=on")
    server = postgres.Server(prepared.server)
    try:
        with contextlib.nullcontext() if short else small_disk(server.folder / "tables") as disk:
            postgres.create("storm", template=prepared.EMPTY, server=server.url)
            if disk:
                _move(server, disk)
            try:
                yield server, disk
            finally:
                server.halt()
    finally:
        server.stop()


def _move(server: Any, disk: Disk) -> None:
    """The tables of the database go to that disk; what PostgreSQL writes ahead stays where it is."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(f"{server.url}/postgres", autocommit=True) as connection:
        place = sql.SQL("CREATE TABLESPACE tables LOCATION {}").format(sql.Literal(str(disk.folder)))
        connection.execute(place)
        connection.execute("ALTER DATABASE storm SET TABLESPACE tables")


def _counted(some: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in some.items())


def main() -> int:
    """Run on the engines asked for; 1 where anything was lost, doubled or found."""
    import prepared

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=1000, help="in all, shared by the engines")
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--short", action="store_true", help="without the backup, one jump of the clock")
    asked = parser.parse_args()
    engines = ["sqlite", "postgresql"] if asked.engine == "both" else [asked.engine]
    good = True
    for engine in engines:
        with (
            tempfile.TemporaryDirectory(prefix="thangdo-storm-") as folder,
            database(engine, asked.short) as made,
        ):
            server, disk = made
            data = Path(folder) / "data"
            if server is None:
                prepared.begin(data, "sqlite")
            else:
                data.mkdir()
            good &= Storm(engine, data, server, asked.short, disk).run(asked.kills // len(engines))
            print()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
