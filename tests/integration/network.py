"""A small network on one machine: a hub and sites, each in a network namespace with a cable of its own."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from types import TracebackType

HUB = "10.77.0.1"
SELF = "10.77.0.254"
PREFIX = "tdj"


def ip(*words: str, check: bool = True) -> None:
    """The command `ip`."""
    subprocess.run(["ip", *words], check=check, capture_output=True, text=True)


class Network:
    """The hub has the bridge; `self` is this machine, so that the test can ask the server."""

    def __init__(self, sites: int) -> None:
        self.sites = sites

    def __enter__(self) -> Network:
        self.remove()
        try:
            self._build()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.remove()

    def _build(self) -> None:
        hub = f"{PREFIX}hub"
        ip("netns", "add", hub)
        ip("-n", hub, "link", "set", "lo", "up")
        ip("-n", hub, "link", "add", "br0", "type", "bridge")
        ip("-n", hub, "addr", "add", f"{HUB}/24", "dev", "br0")
        ip("-n", hub, "link", "set", "br0", "up")
        ip("link", "add", f"{PREFIX}self", "type", "veth", "peer", "name", "self", "netns", hub)
        ip("-n", hub, "link", "set", "self", "master", "br0", "up")
        ip("addr", "add", f"{SELF}/24", "dev", f"{PREFIX}self")
        ip("link", "set", f"{PREFIX}self", "up")
        for number in range(self.sites):
            name = self.name(number)
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
            ip("-n", hub, "link", "add", f"s{number}", "type", "veth", "peer", "name", "eth0", "netns", name)
            ip("-n", hub, "link", "set", f"s{number}", "master", "br0", "up")
            ip("-n", name, "addr", "add", f"10.77.0.{10 + number}/24", "dev", "eth0")
            ip("-n", name, "link", "set", "eth0", "up")

    @staticmethod
    def name(number: int) -> str:
        """The namespace of a site."""
        return f"{PREFIX}site{number}"

    def cut(self, number: int) -> None:
        """Pull the cable of a site."""
        ip("-n", f"{PREFIX}hub", "link", "set", f"s{number}", "down")

    def join(self, number: int) -> None:
        """Put it in again."""
        ip("-n", f"{PREFIX}hub", "link", "set", f"s{number}", "up")

    def remove(self) -> None:
        """Take everything away, also what a run that was killed has left."""
        ip("link", "del", f"{PREFIX}self", check=False)
        listed = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True).stdout
        for line in listed.splitlines():
            if line.startswith(PREFIX):
                self._end_all_in(line.split()[0])
                ip("netns", "del", line.split()[0], check=False)

    @staticmethod
    def _end_all_in(name: str) -> None:
        """End what a run that was killed has left in its namespace."""
        found = subprocess.run(["ip", "netns", "pids", name], capture_output=True, text=True, check=False)
        for pid in found.stdout.split():
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)

    def wrapper(self, number: int, folder: Path) -> Path:
        """A command that starts Chromium at a site."""
        script = folder / f"chromium-{number}"
        script.write_text(f'#!/bin/sh\nexec ip netns exec {self.name(number)} /usr/bin/chromium "$@"\n')
        script.chmod(0o755)
        return script
