"""The tags that templates of all faces load."""
