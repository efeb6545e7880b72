"""Programmes as they stand now: a projection of the events."""
