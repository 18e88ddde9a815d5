"""A site that asks those who may publish for a second factor, and people with one."""

import pytest
from django.core.cache import cache

from newsroom.sign_in import options
from tests.newsroom.sign_in import codes


@pytest.fixture(autouse=True)
def asked(settings):
    """As in production."""
    settings.NEWSROOM_SECOND_FACTOR, settings.NEWSROOM_FACTORS = "publishers", True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, options.SIGN_IN_MIDDLEWARE[-1]]
    settings.ROOT_URLCONF = "tests.newsroom.sign_in.urls"


@pytest.fixture
def client():
    return codes.Browser()


@pytest.fixture(autouse=True)
def _forgotten():
    """Tries and codes of the test before."""
    cache.clear()
