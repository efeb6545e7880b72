"""Assessments: the campaign from dispatch to sealed publication, and the bundled examples."""
