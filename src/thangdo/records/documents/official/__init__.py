"""Official documents of a campaign, as the office sends them: plain data in, Word and PDF out."""
