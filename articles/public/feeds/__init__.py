"""What is new, for feed readers: each list as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1. See docs/feeds.md.

What a feed says is put together once (`entry`, `stories`, `corrected`); a module a format writes it down.
"""
