"""Public notices, the replies of citizens and the answers of named units as they stand now: a projection of the events."""
