"""Tags of the office pages."""
