"""Runs the application on a port, until it is told to stop."""

import socket
from collections.abc import Callable

from graphbuild.errors import MissingExtraError, UsageError
from graphbuild.serving.tasks import Settings

_CONNECTIONS = 500
_LAST_ANSWERS = 2  # seconds

Tell = Callable[[str], None]


def serve(
    settings: Settings,
    host: str,
    port: int,
    root: str = "",
    *,
    started: Callable[[str], None],
    tell: Tell,
) -> None:
    """Serve a store; `started` gets the address when it answers, `tell` a line where something goes wrong.

    Port 0 takes any that is free. Raises UsageError where the port cannot be had, StoreError where the store
    cannot be opened, KeyboardInterrupt after ctrl-C, when all is closed.
    """
    try:
        import uvicorn

        from graphbuild.serving.application import application
        from graphbuild.serving.house import House
    except ModuleNotFoundError as error:
        raise MissingExtraError("govgraph serve", "serve") from error
    house = House(settings, tell)
    with _listening(host, port) as listening:
        shown = host if ":" not in host else f"[{host}]"
        address = f"http://{shown}:{listening.getsockname()[1]}{root.rstrip('/')}/"
        app = application(house, root, lambda: started(address))
        config = uvicorn.Config(
            app,
            log_level="critical",
            access_log=False,
            lifespan="on",
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=_LAST_ANSWERS,
            server_header=False,
        )
        server = uvicorn.Server(config)
        server.run(sockets=[listening])
        if not server.started:
            raise house.failure or UsageError("the server did not start")


def _listening(host: str, port: int) -> socket.socket:
    """Take the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(1024)
    except (OSError, OverflowError) as error:
        listening.close()
        told = getattr(error, "strerror", None) or error
        raise UsageError(f"{host}:{port} cannot be used ({told}): name another port with --port") from error
    return listening
