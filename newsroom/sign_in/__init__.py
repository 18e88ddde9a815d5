"""How the people who work at the desk prove who they are: a password and a second factor, or a passkey alone.

The work is done by django-allauth, which is there only where `NEWSROOM_SECOND_FACTOR` asks for it and the extra `mfa` is
installed. What a process loads for readers is `guard` and `addresses`, which name the rest and import nothing of it.
"""
