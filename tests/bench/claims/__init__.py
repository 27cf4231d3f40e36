"""Several processes claim the same conversations for the same agents at once, through the journal's guarded updates."""
