"""Programmes and their registers as officers see them."""
