"""The fault harness: clients, a breaking wire, a dying server, and a checker. It shares no code with the product."""
