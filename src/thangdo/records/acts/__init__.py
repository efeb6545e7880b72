"""The one way to act: an act is declared once, and one frame runs it (docs/decisions/acts.md)."""
