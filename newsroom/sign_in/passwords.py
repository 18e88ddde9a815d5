"""What a password must be, by NIST SP 800-63B-4: long, not one of the common ones, not one's own name; and nothing else."""

from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.utils.translation import gettext as _

# Characters, of one that may be as long as somebody likes: the work grows with their square.
LOOKED_AT = 256


class Length(MinimumLengthValidator):
    """Counts characters, whatever they are, and says what is not asked for too."""

    def get_help_text(self) -> str:
        return _(
            "At least %(n)d characters: a sentence that only you would think of is best. Spaces and letters of any "
            "language count; digits and signs are not asked for. It does not run out."
        ) % {"n": self.min_length}


class Common(CommonPasswordValidator):
    """One of the common ones again and again is as common, and as long as anybody asks for."""

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(_once(password.lower().strip()[:LOOKED_AT]), user)


def _once(text: str) -> str:
    """What is repeated in it, the last time perhaps in part; all of it where nothing is."""
    repeats = (text[:length] for length in range(1, len(text)) if text[length:] == text[:-length])
    return next(repeats, text)
