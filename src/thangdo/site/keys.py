"""The installation's secret key: from the environment, else made once and kept readable to its owner only."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

NAME = "secret.key"


def secret_key(data: Path) -> str:
    """The key of the installation whose data folder this is; two processes starting at once get the same."""
    given = os.environ.get("THANGDO_SECRET_KEY")
    if given:
        return given
    path = data / NAME
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        draft = data / f".{NAME}.{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        # Linking fails when another process was first: its key is then the key.
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
