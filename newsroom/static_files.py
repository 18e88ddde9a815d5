"""Static files: in production with hashed names, compressed beside the original, never guessed."""

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from newsroom.files import Files


class StaticFiles(StaticFilesStorage, Files):
    """Under the names that they have here."""


class HashedStaticFiles(CompressedManifestStaticFilesStorage, Files):
    """WhiteNoise's storage, with import maps of JavaScript modules rewritten to the hashed names too."""

    support_js_module_import_aggregation = True
