"""Online conferences as they stand now: a projection of the events."""
