"""Rights are given on a colleague's page, by those who own the house, and the log tells what was given."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission

from tests import make

pytestmark = pytest.mark.django_db


def sent(user, **fields):
    data = {"username": user.username, "is_active": "on", "is_staff": "on", "groups": [], **fields}
    return f"/admin/auth/user/{user.pk}/change/", data


def last_words() -> str:
    return LogEntry.objects.latest("pk").get_change_message()


def test_sections_are_ticked_beside_the_roles(client):
    rosa, law, world = make.reporter("rosa"), make.section("Law"), make.section("World")
    world.editors.add(rosa)
    client.force_login(make.chief("root"))
    role = Group.objects.get(name="Section editors")
    address, data = sent(rosa, groups=[role.pk], sections=[law.pk])
    assert 'aria-label="Sections"' in client.get(address).text
    client.post(address, data)
    assert list(rosa.sections.all()) == [law]
    assert last_words() == "Groups: +Section editors, −Reporters. Sections: +Law, −World."


def test_the_log_tells_which_rights_a_role_got_and_lost(client):
    client.force_login(make.chief("root"))
    group = Group.objects.create(name="Layout")
    group.permissions.add(Permission.objects.get(codename="add_article"))
    view = Permission.objects.get(codename="view_article")
    client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "Layout", "permissions": [view.pk]})
    said = last_words()
    assert f"+{view}" in said
    assert "−" in said


def test_who_may_change_colleagues_does_not_make_themselves_more_than_they_are(client):
    ada = make.reporter("ada")
    ada.user_permissions.add(*Permission.objects.filter(codename__in=["change_user", "view_user"]))
    client.force_login(ada)
    address, data = sent(ada, first_name="Ada", is_superuser="on", groups=[Group.objects.get(name="Editors").pk])
    client.post(address, data)
    ada.refresh_from_db()
    assert (ada.first_name, ada.is_superuser) == ("Ada", False)
    assert [group.name for group in ada.groups.all()] == ["Reporters"]


def test_nobody_changes_the_owner_of_the_house_but_another(client):
    ada, root = make.reporter("ada"), make.chief("root")
    ada.user_permissions.add(*Permission.objects.filter(codename__in=["change_user", "view_user"]))
    client.force_login(ada)
    assert client.post(*sent(root, first_name="Taken")).status_code == 403
    assert client.post(f"/admin/auth/user/{root.pk}/password/", {}).status_code == 403
