"""The servers of the hub: Janus with the settings of docs/video.md, and the web server of the pages."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.request
import wave
from pathlib import Path

from network import HUB, PREFIX

PAGES = f"http://{HUB}:8000"
SOCKET = f"ws://{HUB}:8188"
SERVER = f"http://{HUB}:8088/janus"
STATIC_SERVER = """
import functools, http.server, pathlib, sys
root, policy = pathlib.Path(sys.argv[1]), sys.argv[2]
class Pages(http.server.SimpleHTTPRequestHandler):
    def end_headers(self):
        self.send_header("Content-Security-Policy", policy)
        super().end_headers()
    def log_message(self, *told): pass
handler = functools.partial(Pages, directory=str(root))
http.server.ThreadingHTTPServer((sys.argv[3], 8000), handler).serve_forever()
"""


def in_hub(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    """A process in the namespace of the hub."""
    with log.open("wb") as out:
        return subprocess.Popen(["ip", "netns", "exec", f"{PREFIX}hub", *command], stdout=out, stderr=out)


def janus(folder: Path, secret: str) -> subprocess.Popen[bytes]:
    """Janus, once it answers. The settings are the blocks of docs/video.md, with this network's addresses."""
    folder.mkdir()
    guide = (Path(__file__).parents[2] / "docs" / "video.md").read_text()
    for name, text in re.findall(r"^`(janus[\w.]*\.jcfg)`:\n+```\n(.*?)^```", guide, re.M | re.S):
        told = text.replace("THE-SECRET", secret).replace("10.0.0.5", HUB).replace('"eth0"', '"br0"')
        (folder / name).write_text(told)
    command = ["janus", "-F", str(folder), "-C", str(folder / "janus.jcfg")]
    process = in_hub(command, folder / "janus.log")
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{SERVER}/info", timeout=2):
                return process
        except OSError:
            time.sleep(0.2)
    process.kill()
    raise RuntimeError((folder / "janus.log").read_text()[-3000:])


def pages(root: Path, policy: str, log: Path) -> subprocess.Popen[bytes]:
    """The rendered pages and the static files, under the policy that the real page carries."""
    process = in_hub([sys.executable, "-c", STATIC_SERVER, str(root), policy, HUB], log)
    for _try in range(50):
        try:
            with urllib.request.urlopen(f"{PAGES}/", timeout=2):
                return process
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError(log.read_text())


def silence(folder: Path) -> Path:
    """A second that nobody speaks, for the microphones: sites are silent unless they have the floor."""
    with wave.open(str(folder / "silence.wav"), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes(bytes(96_000))
    return folder / "silence.wav"


def burnt(pids: list[int]) -> float:
    """Seconds of CPU that these processes have used so far."""
    ticks = 0
    for pid in pids:
        try:
            found = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += int(found[11]) + int(found[12])
    return ticks / 100


def resident(pids: list[int]) -> int:
    """Megabytes that these processes hold, what they share counted once for each share (PSS)."""
    kilobytes = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes // 1024


def below(pid: int) -> list[int]:
    """A process and all that it has started."""
    parents: dict[int, list[int]] = {}
    for one in Path("/proc").iterdir():
        if one.name.isdecimal():
            try:
                parent = int((one / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            parents.setdefault(parent, []).append(int(one.name))
    found, ahead = [], [pid]
    while ahead:
        here = ahead.pop()
        found.append(here)
        ahead += parents.get(here, [])
    return found
