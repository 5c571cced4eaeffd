"""What is kept: conversations, turns, and the events that were streamed."""
