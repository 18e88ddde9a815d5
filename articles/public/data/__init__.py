"""Lists and stories as JSON: `index.json` at the end of the address of a page. See docs/json.md.

Its shape is a promise to others: names are added, none is renamed, and none changes what it means.
"""
