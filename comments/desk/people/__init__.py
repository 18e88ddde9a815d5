"""The people who write, as moderators know them: what became of their comments, and what keeps them in check."""
