"""Whose installation this is, as its administrator says it."""
