"""Two texts block by block and word by word. Pure functions: no database, no page."""
