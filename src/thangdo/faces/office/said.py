"""What the office says in words: the same as all faces (`look/said.py`)."""

from thangdo.faces.look.said import *  # noqa: F403
