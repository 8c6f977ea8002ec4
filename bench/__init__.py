"""Speed, start-up and memory."""
