"""The content security policy of every response, public, desk and file, in one place.

Django 6 carries a policy of its own; when the project moves there, this module is the only one to change.
"""

from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from newsroom.environment import public_folder

# Where pictures are had, if not from us: the origin of MEDIA_URL.
_MEDIA = urlsplit(public_folder("MEDIA_URL", ""))
PICTURES = [f"{_MEDIA.scheme}://{_MEDIA.netloc}"] if _MEDIA.netloc else []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", *PICTURES],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# Scripts for readers write no markup. Those of the desk do: jQuery when it is loaded, and the editor with what is pasted.
FOR_READERS = {"require-trusted-types-for": ["'script'"], "trusted-types": [NONE]}

# Of what is no page: a picture, a feed, a file to save. If a browser ever takes one for a page, it can do nothing there.
OF_FILES = "default-src 'none'; frame-ancestors 'none'; sandbox"
