"""`python -m quire` is the command `quire`."""

from quire.command import main

main()
