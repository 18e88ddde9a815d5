"""What is kept of a person: told to them, and scrubbed when its time is over. `moderation.erase` takes it all out."""
