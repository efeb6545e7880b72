"""Public notices, the replies of citizens and the answers of named units."""
