"""The public face: scoreboard and open data; read-only, cacheable, no login."""
