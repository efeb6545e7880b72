"""Notices and reminders: "my tasks", e-mail through an outbox, and the timetable of what runs by itself."""
