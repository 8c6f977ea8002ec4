"""Many records side by side: copies, the same statement, incidents, rival figures, positions. Pure; no winner."""
