"""The scaled shape: real processes on PostgreSQL and Redis, met over the wire."""
