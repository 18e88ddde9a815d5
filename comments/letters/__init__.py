"""Mail of the conversation.

`occasions` notes a letter in the transaction of what it tells; `kinds` says what it says, at the moment it leaves, so that
nothing is mailed that is no longer true; `sending` hands it to the server, once. `consent` keeps who wants mail at all.
"""
