"""What officers do: one application for each kind of work."""
