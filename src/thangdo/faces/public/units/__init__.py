"""The register of units for everybody."""
