"""The register of agencies and places as administrators keep it: decisions, lists, and who may enter them."""
