"""The ledger: append-only, hash-linked events; whatever changes a decision stands here."""
