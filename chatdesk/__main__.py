"""`python -m chatdesk` is `chatdesk`."""

from chatdesk.cli import main

main()
