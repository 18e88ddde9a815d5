"""Sites that move in: what they consist of (`items`), how each kind of file is read, and how it is all stored."""
