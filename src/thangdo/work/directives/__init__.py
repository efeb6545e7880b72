"""Directives: what was ordered, to whom, by when, who answers for it, and what came of it."""
