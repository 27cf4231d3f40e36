"""How soon `chatdesk up --demo` answers, and how much memory it needs."""
