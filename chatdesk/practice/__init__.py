"""`chatdesk simulate`: practice visitors, and agents on request, who speak the protocol to a running server."""
