"""The officers' pages: everything that needs an account."""
