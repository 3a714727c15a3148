"""Turns the IRI of a thing into the place of its page, and places into links between pages.

`{base}meeting/x/2025-04-07` has its page in `meeting/x/2025-04-07.html` and its facts in
`meeting/x/2025-04-07.ttl`, so that a static host that leaves out `.html` resolves the IRI itself.
Links are relative and carry `.html`: the site works from a folder too.
"""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import quote

_SEGMENT = re.compile(r"[a-z0-9][a-z0-9._~-]{0,99}", re.ASCII)
_TAKEN_ENDINGS = (".html", ".ttl", ".jsonld", ".nt", ".csv", ".json", ".atom", ".js")
_TAKEN_FOLDERS = ("ontology", "decisions", "timeline", "networks", "search", "feeds", "ldes", "assets")
"""Folders that hold no things: overviews, feeds, and what pages load."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things stand on the site at a base."""

    base: str

    def covers(self, iri: str) -> bool:
        """Tell whether the IRI is of this site."""
        return iri.startswith(self.base)

    def place(self, iri: str) -> str:
        """Give the path of a thing's files in the site's folder, without ending.

        What could leave the folder or hide another file is replaced by a hash.
        """
        segments = iri.removeprefix(self.base).split("/")
        safe = [segment if _is_safe(segment) else f"x-{_hash(segment)}" for segment in segments]
        if len(safe) == 1 or safe[0] in _TAKEN_FOLDERS:
            safe.insert(0, "x")
        return "/".join(safe)


def is_of_thing(place: str) -> bool:
    """Tell whether a file of the site is the page of a thing or a graph, and no list or overview."""
    folder, slash, _ = place.partition("/")
    return bool(slash) and place.endswith(".html") and folder not in _TAKEN_FOLDERS


def root(place: str) -> str:
    """Give the way from a page up to the site's folder (`meeting/x/1` -> `../../`)."""
    return "../" * place.count("/")


def link(from_place: str, to: str) -> str:
    """Give the relative link from one page to a file of the site."""
    return root(from_place) + quote(to)


def _is_safe(segment: str) -> bool:
    return _SEGMENT.fullmatch(segment) is not None and not segment.endswith(_TAKEN_ENDINGS)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
