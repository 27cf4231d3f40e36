"""Backups: one file with a manifest, written while others write, read back only when it is whole."""
