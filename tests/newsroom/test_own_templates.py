"""Templates and static files of an operator stand for ours of the same name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as ours
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string

from newsroom.environment import folder as folder_of

INCLUDES = Path(ours.BASE_DIR) / "templates" / "includes"


@pytest.fixture
def folder(tmp_path, settings):
    """An operator's folder that holds these templates."""

    def folder(**files):
        (tmp_path / "includes").mkdir(exist_ok=True)
        for name, text in files.items():
            (tmp_path / "includes" / f"{name}.html").write_text(text)
        settings.NEWSROOM_TEMPLATES_DIR = [tmp_path]
        mine = ours.TEMPLATES[0] | {"DIRS": [tmp_path, *ours.TEMPLATES[0]["DIRS"]]}
        settings.TEMPLATES = [mine]
        return tmp_path

    return folder


def wrong():
    return [(found.id, str(found.msg).partition(" ")[0].rstrip(":")) for found in run_checks(tags=["newsroom"])]


def test_a_part_of_theirs_is_used_and_may_be_made_of_ours(folder):
    folder(_notice='{% extends "includes/_notice.html" %}', _tags="<p>Theirs: {{ tags }}</p>")
    assert render_to_string("includes/_tags.html", {"tags": "none"}) == "<p>Theirs: none</p>"
    assert ">We moved.</p></aside>" in render_to_string("includes/_notice.html", {"text": "We moved."})
    assert wrong() == []


def test_a_part_that_cannot_be_read_or_stands_for_nothing_is_named(folder):
    folder(_tags="{% if %}", _taggs="<p></p>")
    assert wrong() == [("newsroom.I001", "includes/_taggs.html"), ("newsroom.E001", "includes/_tags.html")]


def test_the_folders_are_named_in_the_environment_and_stand_before_ours(tmp_path):
    said = "from newsroom.settings import *; print(TEMPLATES[0]['DIRS'][0], STATICFILES_DIRS[0])"
    mine = {name: str(tmp_path) for name in ("NEWSROOM_TEMPLATES_DIR", "NEWSROOM_STATIC_DIR", "NEWSROOM_VAR_DIR")}
    done = subprocess.run([sys.executable, "-c", said], env=os.environ | mine, capture_output=True, text=True)
    assert done.stdout.split() == [str(tmp_path)] * 2


def test_a_folder_that_is_not_there_is_refused_and_named(monkeypatch):
    monkeypatch.setenv("NEWSROOM_TEMPLATES_DIR", "nowhere")
    with pytest.raises(ImproperlyConfigured, match="NEWSROOM_TEMPLATES_DIR"):
        folder_of("NEWSROOM_TEMPLATES_DIR")


@pytest.mark.parametrize("path", sorted(INCLUDES.glob("*.html")), ids=lambda path: path.name)
def test_every_part_says_first_what_it_is_given(path):
    assert "Input" in path.read_text().partition("#}")[0].partition("{% endcomment %}")[0]
