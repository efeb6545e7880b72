"""Published results: assessments, one unit, units side by side, publications, method checks."""
