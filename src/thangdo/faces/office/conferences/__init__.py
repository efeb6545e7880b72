"""Conferences as secretary, chair and sites see them."""
