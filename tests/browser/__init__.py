"""The product in a real browser: started as a user does, seen as visitor and agent see it. Never imports Django."""
