"""The invented tea shop that `--demo` fills."""
