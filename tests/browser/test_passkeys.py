"""A passkey, in a browser that has a device for it: added at the desk, and the only thing shown the next time."""

import pytest

from tests import make

pytestmark = pytest.mark.django_db(transaction=True)
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_added_and_opens_the_desk_alone(visit, settings, axe):
    settings.NEWSROOM_SECOND_FACTOR, settings.NEWSROOM_FACTORS = "publishers", True
    settings.ROOT_URLCONF = "tests.newsroom.sign_in.urls"
    make.user("olga", "Editors", email="olga@news.example")
    page = visit("/admin/login/", viewport={"width": 390, "height": 844}, color_scheme="dark")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    axe(page)
    page.get_by_label("Username").fill("olga")
    page.get_by_label("Password").fill("a long enough one")
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("Telephone")
    axe(page)
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/admin/account/codes/")
    page.goto("/admin/account/")
    assert page.get_by_text("Telephone", exact=True).is_visible()
    axe(page)
    page.get_by_role("button", name="Log out").click()
    page.goto("/admin/login/?next=/admin/articles/article/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url("**/admin/articles/article/")
