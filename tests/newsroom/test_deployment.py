"""What `check --deploy` says of a site that is not ready for readers."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.tasks import refresh_similar
from newsroom import deployment
from newsroom.backup import manifest


@pytest.fixture
def site(settings, tmp_path):
    """One of which nothing is to be said: its settings, and its folder."""
    settings.NEWSROOM_SITE_URL, settings.ALLOWED_HOSTS = "https://news.example", ["news.example"]
    settings.NEWSROOM_PROXIES, settings.SECURE_SSL_REDIRECT = 1, True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.VAR_DIR = tmp_path / "var"
    settings.STATIC_ROOT, settings.NEWSROOM_BACKUP_TO = tmp_path / "var" / "static", str(tmp_path / "backups")
    settings.STATIC_ROOT.mkdir(parents=True)
    (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")
    back_up(tmp_path, timedelta(hours=2))
    return SimpleNamespace(settings=settings, folder=tmp_path)


def back_up(folder, ago):
    made = folder / "backups" / manifest.name_of(timezone.now() - ago)
    made.mkdir(parents=True)
    (made / manifest.FILE).write_text("{}")


def said(**kwargs):
    return [message.id.removeprefix("newsroom.") for message in deployment.production(None)]


def test_of_a_site_that_is_ready_nothing_is_said(site):
    assert said() == []


@pytest.mark.parametrize(
    ("changed", "number"),
    [
        ({"NEWSROOM_SITE_URL": "http://news.example"}, "W010"),
        ({"ALLOWED_HOSTS": ["other.example"]}, "E010"),
        ({"ALLOWED_HOSTS": ["*"]}, "W011"),
        ({"ALLOWED_HOSTS": [".news.example"]}, "W011"),
        ({"NEWSROOM_PROXIES": 0}, "I012"),
        ({"NEWSROOM_PROXIES": 0, "NEWSROOM_PURGE_URL": "http://127.0.0.1:6081"}, "W012"),
        ({"STATIC_ROOT": "/nowhere"}, "E013"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}, "I016"),
        ({"NEWSROOM_BACKUP_TO": ""}, "I017"),
        ({"NEWSROOM_BACKUP_TO": "/nowhere"}, "W017"),
    ],
    ids=lambda value: value if isinstance(value, str) else ", ".join(value),
)
def test_what_is_not_ready_is_named(site, changed, number):
    for name, value in changed.items():
        setattr(site.settings, name, value)
    assert said() == [number]
    [message] = deployment.production(None)
    assert message.hint


def test_pictures_that_nobody_could_store_are_named(site, monkeypatch):
    storage = "django.core.files.storage.FileSystemStorage"
    file = site.folder / "file"
    file.write_text("")
    site.settings.STORAGES = {"default": {"BACKEND": storage, "OPTIONS": {"location": file / "media"}}}
    assert said() == ["E014"]


@pytest.mark.parametrize("place", [".", "var", "var/static"])
def test_a_folder_of_static_files_with_the_database_in_it_is_refused(site, place):
    site.settings.NEWSROOM_STATIC_DIR = [(site.folder / place).resolve()]
    assert said() == ["E015"]


def test_backups_that_have_stopped_are_named(site):
    for folder in (site.folder / "backups").iterdir():
        folder.rename(folder.with_name(manifest.name_of(timezone.now() - timedelta(days=3))))
    assert said() == ["W017"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("waited", "put_off", "is_said"), [(60, None, True), (5, None, False), (60, 2, False), (60, 20, True)]
)
def test_a_worker_that_takes_nothing_up_is_named_when_the_database_is_asked(settings, waited, put_off, is_said):
    """Minutes since a task was left for it, and since the time until which it was put off."""
    now = timezone.now()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    task = refresh_similar.using(run_after=now - timedelta(minutes=put_off)) if put_off else refresh_similar
    task.enqueue(1)
    DBTaskResult.objects.update(enqueued_at=now - timedelta(minutes=waited))
    assert bool(deployment.worker(None, databases=["default"])) is is_said
    assert deployment.worker(None) == []
