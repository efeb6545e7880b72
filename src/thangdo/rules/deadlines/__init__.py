"""Deadlines: which days count, when a limit ends, and the list of days that shows why."""
