"""What could be wrong with an installation, a line each, with what to do about it."""
