"""Static files for production: hashed names, compressed beside the original, never guessed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, with import maps of JavaScript modules rewritten to the hashed names too."""

    support_js_module_import_aggregation = True
