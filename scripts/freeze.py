"""Write anew what is frozen in `tests/data/frozen/`: for a change that is meant, and named in its commit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parents[1]

if __name__ == "__main__":
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "tests/site/test_frozen.py"]
    sys.exit(subprocess.run(command, cwd=HERE, env={**os.environ, "WRITE_FROZEN": "1"}).returncode)
