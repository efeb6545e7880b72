"""Editions: criteria as reviewed text, read, exchanged as workbooks and answered."""
