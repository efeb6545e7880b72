"""The registers of outgoing papers, as clerks keep them."""
