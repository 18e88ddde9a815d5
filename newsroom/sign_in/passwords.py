"""What a password must be, by NIST SP 800-63B-4: long, not one of the common ones, not one's own name; and nothing else."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class Length(MinimumLengthValidator):
    """Counts characters, whatever they are, and says what is not asked for too."""

    def get_help_text(self) -> str:
        return _(
            "At least %(n)d characters: a sentence that only you would think of is best. Spaces and letters of any "
            "language count; digits and signs are not asked for. It does not run out."
        ) % {"n": self.min_length}
