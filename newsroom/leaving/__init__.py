"""Leaving: what the paper has, in forms that others read. WordPress's export file, and the site as files."""
