"""Evidence and documents: bytes kept once, by their hash."""
