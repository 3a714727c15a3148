"""Turns a task into a reply: what a worker does with its copy of a store."""

import json
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from graphbuild import catalogue
from graphbuild.errors import GovgraphError, UnknownQueryError, UsageError
from graphbuild.reports import Style, render
from graphbuild.serving.negotiation import CSV, GRAPHS, HTML, JSON, TSV, Form, choose, media_type
from graphbuild.serving.results import SMALL, answer_graph, answer_query
from graphbuild.serving.tasks import Assignment, Limits, Reply, Task, refusal
from graphbuild.store import EmbeddedStore

if TYPE_CHECKING:
    from graphbuild.serving.site import LiveSite

TABLES = (JSON, CSV, TSV)
PAGES = (HTML, *GRAPHS)
_NO_PAGE = "there is no such page"


class Answering:
    """Answers tasks, one after the other."""

    def __init__(self, store: EmbeddedStore, assignment: Assignment) -> None:
        """Hold an opened store."""
        self._store = store
        self._limits: Limits = assignment.limits
        self._language = assignment.language
        self._title = assignment.title
        self._large = Path(assignment.large)
        self._publisher = assignment.publisher

    @cached_property
    def site(self) -> "LiveSite":
        """The pages of the store; workers that only answer SPARQL never load what makes them."""
        from graphbuild.serving.site import LiveSite

        licence = self._publisher.get("licence", "") if self._publisher else ""
        return LiveSite(self._store, self._language, self._title, licence)

    def answer(self, task: Task) -> Reply:
        """Do a task; what is wrong with it is told, and nothing is raised but what is wrong with us."""
        match task.kind:
            case "query":
                return answer_query(self._store, task, self._limits, self._large)
            case "graph":
                return answer_graph(self._store, task, self._limits, self._large)
            case "question":
                return self._question(task)
            case "thing":
                return self._thing(task)
            case "page":
                return self._page(task)
            case "overviews":
                return self._overviews(Path(task.what))

    def _question(self, task: Task) -> Reply:
        """Ask a named question, with parameters as people write them."""
        form = choose(task.accept, TABLES)
        if form is None:
            return refusal(406, f"Accept names none of {', '.join(each.media_type for each in TABLES)}")
        try:
            query = catalogue.load(task.what)
            parameters = dict(task.parameters)
            if any(parameter.name == "language" for parameter in query.parameters):
                parameters.setdefault("language", self._language)
            table = catalogue.run(self._store, query, parameters)
        except UnknownQueryError as error:
            return refusal(404, str(error))
        except UsageError as error:
            return refusal(400, str(error).replace("--", ""))
        if len(table.rows) > self._limits.rows:
            return refusal(422, f"there are more than {self._limits.rows:,} rows: narrow the question down")
        content = render(table, form.ending, Style()).encode()
        return self._kept(Reply(200, form.media_type, content, size=len(content)))

    def _thing(self, task: Task) -> Reply:
        """Say where the page or the facts of a thing stand (303), as the client likes them."""
        iri = f"{self._store.base}{task.what}"
        if not self.site.has(iri):
            # A file of the site stands under the base, too, where it is published.
            place, _, ending = task.what.rpartition(".")
            of_thing = any(form.ending == ending for form in PAGES) and self.site.iri_at(place)
            if of_thing or self.site.file(task.what):
                return Reply(303, location=task.what)
            return refusal(404, f"nothing is known of {iri}")
        form = choose(task.accept, PAGES)
        if form is None:
            return _not_acceptable()
        return Reply(303, location=f"{self.site.place(iri)}.{form.ending}")

    def _page(self, task: Task) -> Reply:
        """Give a file of the site; a path without an ending is a thing's, as the client likes it."""
        path = task.what
        content = self.site.file(path)
        if content is not None:
            return self._kept(_reply(content, media_type(path)))
        place, dot, ending = path.rpartition(".")
        form = next((form for form in PAGES if form.ending == ending), None) if dot else None
        if form is None:
            if self.site.iri_at(path) is None:
                return refusal(404, _NO_PAGE)
            form = choose(task.accept, PAGES)
            if form is None:
                return _not_acceptable()
            return replace(self._form(path, form), location=f"{path}.{form.ending}")
        return self._form(place, form)

    def _form(self, place: str, form: Form) -> Reply:
        content = self.site.html(place) if form is HTML else self.site.facts(place, form)
        if content is None:
            return refusal(404, _NO_PAGE)
        return self._kept(_reply(content, form.media_type))

    def _overviews(self, folder: Path) -> Reply:
        """Write the overviews into a folder, and name their files (JSON)."""
        from graphbuild.publishing import Publisher
        from graphbuild.publishing.site import write_overviews

        publisher = Publisher(**self._publisher) if self._publisher else None
        scratch = folder / "scratch"
        scratch.mkdir(parents=True)
        places = write_overviews(
            self._store,
            folder / "site",
            scratch,
            language=self._language,
            title=self._title,
            publisher=publisher,
        )
        return self._kept(_reply(json.dumps(places).encode(), JSON.media_type))

    def _kept(self, reply: Reply) -> Reply:
        """Put what is large into a file."""
        if reply.size <= SMALL:
            return reply
        self._large.write_bytes(reply.body)
        return replace(reply, body=b"", file=str(self._large))


def _reply(content: bytes, media_type: str) -> Reply:
    return Reply(200, media_type, content, size=len(content))


def _not_acceptable() -> Reply:
    return refusal(406, f"Accept names none of {', '.join(form.media_type for form in PAGES)}")


def failed(error: Exception) -> Reply:
    """Say that a task could not be done."""
    if isinstance(error, GovgraphError):
        return refusal(503, str(error))
    return refusal(500, f"this should not happen: {type(error).__name__}; please report it")
