"""Sets of criteria as their authors see them."""
