"""Programmes: many like things done unit by unit, with milestones, proof and dates."""
