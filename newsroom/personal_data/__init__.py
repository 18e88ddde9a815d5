"""What is kept of people: how long, told and erased for colleagues, and written down for who has to answer for it.

Readers see and erase theirs by themselves: comments.privacy.
"""
