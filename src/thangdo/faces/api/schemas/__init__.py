"""The forms of what is sent to the interface and answered by it."""
