"""The server's own part of gunicorn: whoever is slow to speak or to listen keeps nobody else waiting."""
