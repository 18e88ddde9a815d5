"""Fixtures that every test may use. The cast is in `tests.make`."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache():
    """Limits and counters of one test must not be felt in the next."""
    cache.clear()
    yield
    cache.clear()
