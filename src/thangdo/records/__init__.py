"""What is kept: the tables that the work stands on."""
