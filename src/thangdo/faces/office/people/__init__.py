"""Accounts, signing in, and the administration of people."""
