"""The forms of colleagues and of their roles."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages

from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_chief(client):
    client.force_login(make.chief("root"))
    return client


def test_roles_of_a_colleague_are_ticked_and_what_the_desk_wrote_down_stays(as_chief):
    rosa = make.reporter("rosa")
    joined, moderators = rosa.date_joined, Group.objects.get(name="Moderators")
    data = {
        "username": "rosa",
        "is_active": "on",
        "is_staff": "on",
        "groups": [moderators.pk],
        "date_joined": "2001-01-01",
    }
    response = as_chief.post(f"/admin/auth/user/{rosa.pk}/change/", data)
    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["success"]
    rosa.refresh_from_db()
    assert list(rosa.groups.all()) == [moderators]
    assert rosa.date_joined == joined


def test_rights_of_a_role_are_ticked(as_chief):
    group, right = Group.objects.create(name="Layout"), Permission.objects.get(codename="view_article")
    page = as_chief.get(f"/admin/auth/group/{group.pk}/change/").text
    assert 'role="group" aria-label="Permissions"' in page
    as_chief.post(f"/admin/auth/group/{group.pk}/change/", {"name": "Layout", "permissions": [right.pk]})
    assert list(group.permissions.all()) == [right]
