"""Digital signatures of papers: keys, where the mark stands, signing, and checking what comes back."""
