"""The public site as files that any web server can serve.

Every page is asked for as a reader asks, in this process, so what may be seen is decided where it always is. From the front
page, the site maps and the old addresses on, each link that a page has is followed; a page is written if it says something
else than its file. What was written is noted in the folder, so a run can be stopped and gone on with, and the next one asks
only for pages of which the stamps say that they may have changed.
"""
