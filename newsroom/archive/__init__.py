"""Everything that a site has, in one open format: to leave with, to read without us, and to begin another site from.

docs/archive.md describes the format. In short, in a zip or a folder:

    manifest.json            version, and of each file beside it how many rows, bytes and which checksum
    articles.article.jsonl   a row in each line as a JSON object: so for every kind in `kinds.INSIDE`
    files.jsonl              name, size and checksum of each picture's files
    files/originals/…        those files
"""
