"""Base templates, styles, icons and template tags that the faces share."""
