"""The frames of the wire, by who sends them; `conversations.protocol` is the entrance."""
