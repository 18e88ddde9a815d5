"""Ghost's export."""
