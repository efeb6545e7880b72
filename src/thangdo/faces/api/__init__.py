"""How programs meet the system: REST under /api/v1/, described by OpenAPI."""
