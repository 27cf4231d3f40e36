"""The product seen from outside: a client written from the wire's page alone, and the whole story told through it."""
