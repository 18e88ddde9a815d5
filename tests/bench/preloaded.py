"""Granian with the application loaded before its workers part from it, as `gunicorn --preload` does. Arguments are granian's."""

import sys
from importlib import import_module

from granian.cli import entrypoint

import_module(sys.argv[-1].partition(":")[0])
entrypoint()
