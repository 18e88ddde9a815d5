"""What the addresses of the conversation answer, one subject a module."""
