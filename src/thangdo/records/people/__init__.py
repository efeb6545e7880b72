"""People: accounts, offices held, and what each may do."""
