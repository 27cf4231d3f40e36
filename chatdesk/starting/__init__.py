"""What must be true before the server can start: a folder, one owner, a free port, a sound database."""
