"""The criteria for everybody to read."""
