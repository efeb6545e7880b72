"""Programmes for programs: their parts, their registers, the ICT staff."""
