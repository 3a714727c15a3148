"""Start govgraph from a checkout: `python cli.py COMMAND …` is `govgraph COMMAND …`."""

from graphbuild.commands import main

if __name__ == "__main__":
    main()
