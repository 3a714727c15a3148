"""Turns HTTP requests into tasks, and replies into HTTP responses: the ASGI application."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graphbuild.serving import description
from graphbuild.serving.house import RETRY_AFTER, House, busy
from graphbuild.serving.pool import BusyError
from graphbuild.serving.requests import accept, graph_task, query_task
from graphbuild.serving.tasks import Reply, Task, refusal

DOC = "doc"
_CHUNK = 64_000
_STALLED = 30.0  # seconds in which a client must take a chunk of a large answer
_LARGE_AT_ONCE = 16
_PARAMETERS_LONGEST = 10_000
_TABLES = {"json": "application/json", "csv": "text/csv", "tsv": "text/tab-separated-values"}


class LargeAnswer(Response):
    """A file that is sent bit by bit and is gone afterwards; a client that does not take it is left."""

    def __init__(self, reply: Reply, headers: dict[str, str], done: Callable[[], None]) -> None:
        """Open the file; its name is no longer needed."""
        super().__init__(None, reply.status, {**headers, "content-length": str(reply.size)}, reply.media_type)
        path = Path(reply.file)
        self._file = path.open("rb")
        self._done = done
        path.unlink()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the head, then the file."""
        del receive
        try:
            await send(
                {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
            )
            content = b"" if scope["method"] == "HEAD" else self._file.read(_CHUNK)
            while content:
                message: Message = {"type": "http.response.body", "body": content, "more_body": True}
                await asyncio.wait_for(send(message), _STALLED)
                content = self._file.read(_CHUNK)
            await send({"type": "http.response.body", "body": b""})
        finally:
            self._file.close()
            self._done()


class Answers:
    """The endpoints, with the house that answers."""

    def __init__(self, house: House) -> None:
        """Hold the house."""
        self.house = house
        self._large = 0

    async def home(self, request: Request) -> Response:
        """Lead to the first page."""
        return _see(request, f"{DOC}/index.html", 307)

    async def health(self, request: Request) -> Response:
        """Say whether all is well; no worker is asked."""
        del request
        health = self.house.health()
        return JSONResponse(health, 200 if health["status"] == "ok" else 503, {"cache-control": "no-store"})

    async def sparql(self, request: Request) -> Response:
        """Answer a query; without one, describe the service."""
        task = await query_task(request)
        if isinstance(task, Task) and not task.what:
            endpoint = str(request.url.replace(query="", fragment=""))
            task = description.service(endpoint, self.house.base, accept(request))
        return await self._respond(request, task, vary=True)

    async def graphs(self, request: Request) -> Response:
        """Give a graph."""
        return await self._respond(request, graph_task(request), vary=True)

    async def questions(self, request: Request) -> Response:
        """List the named questions."""
        del request
        return JSONResponse(description.questions(self.house.settings.language))

    async def question(self, request: Request) -> Response:
        """Answer a named question."""
        parameters = dict(request.query_params)
        if len(parameters) != len(request.query_params.multi_items()):
            return self._small(refusal(400, "a parameter is given more than once"))
        wanted = parameters.pop("format", None)
        if wanted is not None and wanted not in _TABLES:
            return self._small(refusal(400, f"format={wanted}: choose one of {', '.join(_TABLES)}"))
        form = _TABLES[wanted] if wanted else accept(request)
        if sum(map(len, parameters.values())) > _PARAMETERS_LONGEST:
            return self._small(
                refusal(414, f"the parameters are longer than {_PARAMETERS_LONGEST:,} letters")
            )
        task = Task("question", request.path_params["name"], form, parameters=parameters)
        return await self._respond(request, task, vary=wanted is None)

    async def openapi(self, request: Request) -> Response:
        """Describe the interface (OpenAPI 3.1)."""
        return JSONResponse(description.openapi(self.house.settings.language, _root(request) or "/"))

    async def void(self, request: Request) -> Response:
        """Describe the data (VoID)."""
        return await self._respond(request, Task("page", "void.ttl"))

    async def thing(self, request: Request) -> Response:
        """Lead from the IRI of a thing to its page or its facts (303)."""
        return await self._respond(
            request, Task("thing", request.path_params["path"], accept(request)), vary=True
        )

    async def page(self, request: Request) -> Response:
        """Give a page, or the facts of one."""
        path = request.path_params["path"]
        if path == "":
            return _see(request, f"{DOC}/index.html", 307)
        return await self._respond(request, Task("page", path, accept(request)))

    async def _respond(self, request: Request, task: Task | Reply, *, vary: bool = False) -> Response:
        if isinstance(task, Reply):
            return self._small(task, vary=vary)
        try:
            reply = await _unless_left(request, self.house.answer(task))
        except BusyError:
            reply = busy()
        if reply.status == 303:
            return _see(request, f"{DOC}/{quote(reply.location)}", 303, vary=True)
        headers = _headers(reply, vary=vary or bool(reply.location))
        if reply.location:
            headers["content-location"] = f"{_root(request)}/{DOC}/{quote(reply.location)}"
        if not reply.file:
            return _response(reply, headers)
        if self._large >= _LARGE_AT_ONCE:
            Path(reply.file).unlink(missing_ok=True)
            return self._small(busy())
        self._large += 1
        return LargeAnswer(reply, headers, self._sent)

    def _sent(self) -> None:
        self._large -= 1

    @staticmethod
    def _small(reply: Reply, *, vary: bool = False) -> Response:
        return _response(reply, _headers(reply, vary=vary))


def application(house: House, root: str = "", started: Callable[[], None] | None = None) -> ASGIApp:
    """Make the application; `root` is the path under which a proxy shows it (`/minutes`), or nothing.

    `started` is called when the house has opened.
    """
    answers = Answers(house)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with house:
            if started:
                started()
            yield

    get = ["GET", "HEAD"]
    routes = [
        Route("/", answers.home, methods=get),
        Route("/health", answers.health, methods=get),
        Route("/openapi.json", answers.openapi, methods=get),
        Route("/sparql", answers.sparql, methods=[*get, "POST"]),
        Route("/sparql/", answers.sparql, methods=[*get, "POST"]),
        Route("/graphs", answers.graphs, methods=get),
        Route("/api/questions", answers.questions, methods=get),
        Route("/api/questions/{name}", answers.question, methods=get),
        Route("/.well-known/void", answers.void, methods=get),
        Route(f"/{DOC}/{{path:path}}", answers.page, methods=get),
    ]
    own = urlsplit(house.base).path.strip("/")
    routes += [
        Route(f"/{path}/{{path:path}}" if path else "/{path:path}", answers.thing, methods=get)
        for path in dict.fromkeys(("id", own))
    ]
    cors = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=["Content-Location", "Link", "Location", "Retry-After"],
        max_age=86_400,
    )
    app = Starlette(routes=routes, middleware=[cors], lifespan=lifespan)
    return _under(app, root.rstrip("/")) if root.strip("/") else app


def _under(app: ASGIApp, root: str) -> ASGIApp:
    """Answer behind a proxy, which may leave the prefix of the path away, or not."""

    async def prefixed(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            inside = path == root or path.startswith(f"{root}/")
            scope = {**scope, "root_path": root, "path": path if inside else root + path}
        await app(scope, receive, send)

    return prefixed


async def _unless_left(request: Request, answering: Awaitable[Reply]) -> Reply:
    """Wait for a reply; when the client leaves first, stop waiting."""
    doing = asyncio.ensure_future(answering)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait([doing, leaving], return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            raise BusyError
        return await doing
    finally:
        leaving.cancel()
        doing.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", ""))


def _see(request: Request, place: str, status: int, *, vary: bool = False) -> Response:
    headers = {"location": f"{_root(request)}/{place}"}
    if vary:
        headers["vary"] = "Accept"
    return Response(None, status, headers)


def _headers(reply: Reply, *, vary: bool) -> dict[str, str]:
    headers = {"x-content-type-options": "nosniff"}
    if vary:
        headers["vary"] = "Accept"
    if reply.status == 503:
        headers["retry-after"] = str(RETRY_AFTER)
    return headers


def _response(reply: Reply, headers: dict[str, str]) -> Response:
    return Response(reply.body, reply.status, headers, reply.media_type)
