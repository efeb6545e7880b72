"""The `thangdo` command."""
