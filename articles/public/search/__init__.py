"""Search in what readers may see, the same on both databases.

`documents` says what an edition is found by, `question` reads what somebody typed, `finding` puts it to the database
(`databases`, the one place that knows which it is), `extracts` marks the words in the stories, `spelling` proposes
others, and `page` puts it together. Ranking is by place of the words and by date alone: headline, headline and
standfirst, a word in the headline and the rest in the text, the text; the newest first in each. So a story stands where
it stands whatever else is published, and reading stops as soon as a page is full.
"""
