"""Sends requests to a SPARQL server: tries again where that helps, and says in one line what went wrong."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

from graphbuild.errors import (
    EndpointError,
    EndpointRefusedError,
    EndpointTimeoutError,
    MissingExtraError,
    UnreachableError,
)
from graphbuild.store.endpoint import Endpoint

if TYPE_CHECKING:
    import httpx

_TRIES = 5
_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 30.0
_BUSY = (429, 502, 503, 504)
_TOO_MUCH = 1 << 30
_LONGEST_REASON = 200
Pause = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: its status, its headers by small letters, and the whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The kind of the body, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def reason(self) -> str:
        """The first words of what a server says is wrong; never more than a line."""
        if "html" in self.media_type:
            return f"status {self.status}"
        lines = [line.strip() for line in self.body.decode("utf-8", "replace").splitlines() if line.strip()]
        told = lines[0][:_LONGEST_REASON] if lines else ""
        return f"status {self.status}: {told}" if told else f"status {self.status}"


class Conversation:
    """An open connection with a server. Close when done.

    All that govgraph asks for can be done twice, so each request that could not be sent, or that a busy
    server turned away (429, 502, 503, 504), is sent again after pauses that double (`Retry-After` is obeyed).
    """

    def __init__(self, endpoint: Endpoint, pause: Pause = time.sleep) -> None:
        """Get ready; nothing is sent yet. `pause` waits for so many seconds."""
        self.endpoint = endpoint
        self._pause = pause
        self._httpx = _library()
        headers = {"Authorization": f"Bearer {endpoint.token}"} if endpoint.token else {}
        # Redirections are not followed: credentials go to the server that was named, and to no other.
        self._client: httpx.Client = self._httpx.Client(headers=headers, timeout=endpoint.seconds)
        self._auth: httpx.Auth | None = None

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def send(
        self,
        method: str,
        address: str,
        content: bytes | None = None,
        headers: Mapping[str, str] = {},
        params: Mapping[str, str] = {},
    ) -> Reply:
        """Send a request, again and again if need be, and give the answer, whatever its status.

        Raises an `EndpointError` where there is none, where the server is not reached or too slow, where it
        asks for credentials that are missing or wrong, and where it stays busy.
        """
        pause = _FIRST_PAUSE
        for last in [*[False] * (_TRIES - 1), True]:
            try:
                reply = self._answered(method, address, content, headers, params)
            except UnreachableError:
                if last:
                    raise
            else:
                if reply.status not in _BUSY:
                    return self._allowed(reply)
                if last:
                    raise EndpointError(
                        f"{self.endpoint} is too busy ({reply.reason}), also when asked {_TRIES} times: "
                        "try again later"
                    )
                pause = max(pause, _asked_pause(reply))
            self._pause(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        raise AssertionError

    def _answered(
        self,
        method: str,
        address: str,
        content: bytes | None,
        headers: Mapping[str, str],
        params: Mapping[str, str],
    ) -> Reply:
        """Send a request once; a challenge is answered as the server wants it (RFC 7617, RFC 7616)."""
        with self._failures():
            request = self._client.build_request(
                method, address, content=content, headers=dict(headers), params=dict(params) or None
            )
            reply = self._whole(request)
            if reply.status == 401 and self._auth is None and self.endpoint.user:
                kind = (
                    self._httpx.DigestAuth
                    if reply.headers.get("www-authenticate", "").lower().startswith("digest")
                    else self._httpx.BasicAuth
                )
                self._auth = kind(self.endpoint.user, self.endpoint.password)
                reply = self._whole(request)
        return reply

    def _whole(self, request: "httpx.Request") -> Reply:
        response = self._client.send(request, auth=self._auth, stream=True)
        try:
            parts, size = [], 0
            for part in response.iter_bytes():
                parts.append(part)
                size += len(part)
                if size > _TOO_MUCH:
                    raise EndpointError(
                        f"{self.endpoint} answers with more than {_TOO_MUCH >> 30} GiB: "
                        "ask for less, with LIMIT"
                    )
        finally:
            response.close()
        found = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, found, b"".join(parts))

    def _allowed(self, reply: Reply) -> Reply:
        if reply.status != 401:
            return reply
        if not (self.endpoint.user or self.endpoint.token):
            raise EndpointRefusedError(
                f"{self.endpoint} wants to know who asks: "
                "set GOVGRAPH_STORE_USER and GOVGRAPH_STORE_PASSWORD, or GOVGRAPH_STORE_TOKEN"
            )
        used = (
            "the user and password in GOVGRAPH_STORE_USER and GOVGRAPH_STORE_PASSWORD"
            if self.endpoint.user
            else "the token in GOVGRAPH_STORE_TOKEN"
        )
        raise EndpointRefusedError(f"{self.endpoint} does not accept {used}: check them")

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Turn what goes wrong on the way into one of our errors."""
        try:
            yield
        except (self._httpx.ReadTimeout, self._httpx.WriteTimeout) as error:
            raise EndpointTimeoutError(
                f"{self.endpoint} did not answer within {self.endpoint.seconds:g} seconds: ask for less, "
                "or allow more seconds in GOVGRAPH_STORE_TIMEOUT"
            ) from error
        except (self._httpx.UnsupportedProtocol, self._httpx.InvalidURL) as error:
            raise EndpointError(f"{self.endpoint} is no address that can be asked ({error})") from error
        except self._httpx.HTTPError as error:
            told = str(error) or type(error).__name__
            raise UnreachableError(
                f"{self.endpoint} cannot be reached ({told}): check the address, and that the server runs"
            ) from error


def _asked_pause(reply: Reply) -> float:
    """For how many seconds a busy server asks for peace (RFC 9110, 10.2.3; a date is not looked at)."""
    told = reply.headers.get("retry-after", "")
    return min(float(told), _LONGEST_PAUSE) if told.isdecimal() else 0.0


def _library() -> ModuleType:
    try:
        import httpx
    except ImportError as error:
        raise MissingExtraError("a store on a server", "remote") from error
    return httpx
