"""The Django admin as this newsroom's desk: its frame, the people who work there, and the log of what they did."""
