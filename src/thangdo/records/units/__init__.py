"""Agencies, districts and communes, through time."""
