"""Whose installation this is: the authority, its place, arms, contact, links; what it wants shown first."""
