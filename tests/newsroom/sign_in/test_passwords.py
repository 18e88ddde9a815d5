"""What a password must be: NIST SP 800-63B-4, 3.1.1.2."""

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

OLGA = User(username="olga", email="olga.petrovna@news.example", first_name="Olga", last_name="Petrovna-Holm")


@pytest.mark.parametrize(
    "password",
    [
        "four words nobody says",
        "паром ушёл вовремя утром",
        "船は時間どおりに出て遅れて帰ってきた",
        " " * 3 + "ferry at nine" + "!",
        "x1" * 500,
    ],
)
def test_whatever_is_long_is_taken(password):
    validate_password(password, OLGA)


@pytest.mark.parametrize(
    "password", ["Tr0ub4dor&3!aB", "passwordpassword", "1234567890123456", "zzzzzzzzzzzzzzzz", "olga.petrovna@news"]
)
def test_what_is_short_common_or_ones_own_name_is_not(password):
    with pytest.raises(ValidationError):
        validate_password(password, OLGA)


def test_it_is_said_what_is_asked_for_and_what_is_not():
    said = " ".join(password_validators_help_texts())
    assert "At least 15 characters" in said and "does not run out" in said
