"""What `make storm` kills, and who goes on meanwhile: a site as two services, clients that do not give up."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent.parent / "tests"
COMMAND = [sys.executable, "-c", "from thangdo.faces.cli.main import app; app()"]
LONGEST = 120.0  # seconds until the site has to answer again


class Site:
    """An installation: data, database, and server and worker as two services that are started again."""

    def __init__(self, data: Path, url: str) -> None:
        self.data, self.port, self.deaths = data, _free_port(), Counter[str]()
        self.env = {name: text for name, text in os.environ.items() if not name.startswith("THANGDO_")}
        self.env |= {
            "THANGDO_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "thangdo.site.settings",
            "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
            **({"THANGDO_DATABASE_URL": url} if url else {}),
        }
        self.services: dict[str, subprocess.Popen[bytes]] = {}
        self.going = True

    def ask(self, code: str) -> Any:
        """Run code beside the site; what it prints as JSON, if anything."""
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.env, capture_output=True, text=True, timeout=600
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else None

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of ours."""
        return subprocess.run(
            [*COMMAND, *words, "-l", "en"], env=self.env, capture_output=True, text=True, timeout=600
        )

    def keep(self) -> None:
        """Start what does not run; in a thread, as a supervisor does."""
        commands = {"serve": ["serve", "--port", str(self.port)], "worker": ["worker"]}
        while self.going:
            for name, words in commands.items():
                one = self.services.get(name)
                if one is None or one.poll() is not None:
                    self.deaths[name] += one is not None
                    with (self.data / f"{name}.log").open("ab") as log:
                        self.services[name] = subprocess.Popen(
                            [*COMMAND, *words], env=self.env, stdout=log, stderr=log, start_new_session=True
                        )
            time.sleep(0.1)

    def processes(self) -> list[int]:
        """The processes that answer: the children of the server."""
        pid = self.services["serve"].pid
        with contextlib.suppress(OSError):
            return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return []

    def stop(self) -> None:
        """End both services."""
        self.going = False
        time.sleep(0.3)
        for one in self.services.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()

    def send(
        self, method: str, path: str, token: str, body: Any = None, **headers: str
    ) -> tuple[int, Any, str]:
        """One request: status, body, ETag. Raises OSError where there is no whole answer."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1{path}",
            None if body is None else json.dumps(body).encode(),
            {
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                **{name.replace("_", "-"): text for name, text in headers.items()},
            },
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer), answer.headers.get("ETag", "")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read() or b"null"), ""
        except (ValueError, http.client.HTTPException) as cut:
            raise OSError("the answer was cut") from cut


class Client(threading.Thread):
    """Sends one request after another, each again with its key until it is acknowledged or refused."""

    def __init__(
        self, site: Site, name: str, tokens: list[str], path: str, body: Callable[[int], Any]
    ) -> None:
        super().__init__(daemon=True)
        self.site, self.label, self.tokens, self.path, self.body = site, name, tokens, path, body
        self.acknowledged: list[str] = []
        self.tags: list[str] = []  # what was seen by each that was acknowledged
        self.statuses: Counter[int] = Counter()
        self.cut = 0
        self.going = True
        self.fault = ""

    def run(self) -> None:
        """Until `going` is false and the last request is answered."""
        number = 0
        while self.going:
            try:
                tag = self._tag()
                if tag and self._sent(number, tag):
                    self.acknowledged.append(f"storm-{self.label}-{number}")
                    self.tags.append(tag)
                number += 1
            except Exception as error:
                self.fault = f"{type(error).__name__}: {error}"
                return

    def _patient(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, Any, str] | None:
        """Again and again until there is an answer that is one; None when there is no time left."""
        until = time.monotonic() + LONGEST
        while time.monotonic() < until:
            try:
                found = self.site.send(
                    method, path, self.tokens[len(self.acknowledged) % len(self.tokens)], body, **headers
                )
            except OSError:
                self.cut += 1
                time.sleep(0.05)
                continue
            self.statuses[found[0]] += 1
            if found[0] < 500 and found[0] not in (408, 429):
                return found
            time.sleep(0.2)
        raise TimeoutError(f"{method} {path}: no answer in {LONGEST:.0f} s; statuses {dict(self.statuses)}")

    def _tag(self) -> str:
        found = self._patient("GET", self.path.removesuffix("/extend"))
        return found[2] if found and found[0] == 200 else ""

    def _sent(self, number: int, tag: str) -> bool:
        method = "POST" if self.path.endswith("/extend") else "PUT"
        found = self._patient(
            method, self.path, self.body(number), If_Match=tag, Idempotency_Key=f"storm-{self.label}-{number}"
        )
        if found is None or found[0] in (200, 201):
            return found is not None
        if found[0] == 400 and str(found[1].get("code", "")).startswith("clock-"):
            time.sleep(0.2)
        elif found[0] not in (409, 412):
            raise AssertionError(f"{method} {self.path}: {found[0]} {found[1]}")
        return False


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
