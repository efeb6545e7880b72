"""Directives as those who give them and those who owe them see them."""
