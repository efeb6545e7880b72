"""`make bench`: each goal of speed with what was measured here. A ratio fails it, a time does not."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def on_postgresql(subject: str, data: str) -> None:
    """The measures of one room, in a process of its own on a PostgreSQL server of its own."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    import postgres

    try:
        server = postgres.Server()
    except postgres.Missing as missing:
        print(f"Not measured: {missing}")
        return
    try:
        url = f"{server.url}/postgres"
        env = {**os.environ, "THANGDO_DATABASE_URL": url, "THANGDO_DATA": f"{data}/{subject}"}
        Path(env["THANGDO_DATA"]).mkdir()
        script = Path(__file__).with_name(f"{subject}.py")
        subprocess.run([sys.executable, str(script)], env=env, check=True)
    finally:
        server.stop()


def main() -> int:
    """Measure and print everything; 1 where a ratio does not hold."""
    with tempfile.TemporaryDirectory(prefix="thangdo-bench-") as data:
        os.environ["THANGDO_DATA"] = data  # nothing touches the data of the checkout
        os.environ["DJANGO_SETTINGS_MODULE"] = "thangdo.site.settings"
        import engine
        import large
        from measure import HEAD, Ratio, machine

        import faces

        print(machine(), HEAD, sep="\n\n")
        failed = False
        for subject in (
            engine.floats,
            engine.exact,
            engine.published,
            large.commands,
            large.sealed,
            faces.command,
            faces.scoreboard,
        ):
            for found in subject():
                print(found.line(), flush=True)
                failed |= isinstance(found, Ratio) and not found.holds
        for room in ("campaigns", "programmes", "directives"):
            on_postgresql(room, data)
    print("\nA ratio fails." if failed else "\nAll ratios hold.")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
