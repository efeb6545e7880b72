"""Index series: published indices through the years."""
