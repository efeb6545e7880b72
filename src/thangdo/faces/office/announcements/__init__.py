"""Public notices as their editors and the units asked see them."""
