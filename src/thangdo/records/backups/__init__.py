"""Backups: every table, the files and the keys in one zip, which any database engine takes back."""
