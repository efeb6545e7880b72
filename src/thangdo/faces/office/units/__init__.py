"""The register of units as its administrators see it."""
