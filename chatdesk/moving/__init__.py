"""Moving an installation from its folder's SQLite to PostgreSQL: all of it, proven equal, or nothing."""
