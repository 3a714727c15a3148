"""Turns one thing into its page, and one list into its pages."""

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from graphbuild.publishing import structured
from graphbuild.publishing.addresses import Addresses, link
from graphbuild.publishing.facts import FORMATS
from graphbuild.publishing.links import Links
from graphbuild.publishing.source_text import mark_up
from graphbuild.publishing.things import Proof, Thing, Things
from graphbuild.publishing.walks import Walks, neighbours
from graphbuild.publishing.wording import Wording

Step = tuple[str, str]  # the words of a link and the file it leads to

_TEMPLATES = {"focus-area": "topic", "case": "topic"}
_LISTS = {
    "body": "bodies",
    "person": "people",
    "organisation": "organisations",
    "focus-area": "focus-areas",
    "case": "cases",
    "source": "sources",
}
MOST_ROWS = 500  # of a table on the page of a thing
LATEST = 100  # decisions on a person's page
_NEAR = 5  # pages before and after one of a long list that it links to
_UNITS = ("byte", "kB", "MB", "GB")


class Pages:
    """Renders templates with what every page needs."""

    def __init__(self, things: Things, title: str, content_language: str, licence: str = "") -> None:
        """Prepare the templates; `content_language` is what the minutes are written in."""
        self.things = things
        self.title = title
        self.content_language = content_language
        self.licence = licence
        self.walks = Walks(things)
        self.wording: Wording = things.wording
        self.addresses: Addresses = things.addresses
        self._templates = Environment(
            loader=PackageLoader("graphbuild.publishing", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._tops: dict[tuple[str, str, str], Markup] = {}
        self._templates.filters |= self.walks.filters() | {
            "bytes": _size,
            "place": self._place,
            "among": among,
        }
        own = content_language == self.wording.language
        self._said_in = Markup("") if own else Markup(' lang="{}"').format(content_language)
        self._templates.globals |= {
            "t": self.wording.texts,
            "language": self.wording.language,
            "content_language": self._said_in,
            "site_title": title,
            "site_base": self.addresses.base,
            "latest": LATEST,
            "most_rows": MOST_ROWS,
            "count": self.wording.count,
            "licence": licence,
            "formats": FORMATS,
            "scripts": (),
            "more_policy": "",
            "structured": "",
            "top": self._top,
        }

    def render(self, template: str, place: str, **context: object) -> bytes:
        """Render a template as the page of a place."""
        links = Links(place, self._said_in, self.wording.language, self.wording.texts)
        page = self._templates.get_template(f"{template}.html").render(
            place=place,
            root=links.root,
            canonical=context.pop("canonical", None) or f"{self.addresses.base}{place}.html",
            href=links.href,
            a=links.a,
            all=links.all,
            quotes=links.quotes,
            **context,
        )
        return page.encode("utf-8", "replace")

    def thing(self, thing: Thing, source: Callable[[str], str | None]) -> bytes:
        """Render the page of a thing; `source` gives the text of a document."""
        more: dict[str, object] = {}
        heading = self.walks.heading(thing)
        title = heading
        if thing.kind in ("item", "meeting"):
            more = self._around(thing)
        elif thing.kind in ("decision", "assignment"):
            title = f"{self.wording.texts['kind'][thing.kind]}: {thing.label}"
        elif thing.kind == "minutes":
            more = {"groups": self._groups(thing), "graph": f"graph/{thing.place.rpartition('/')[2]}"}
        elif thing.kind == "source":
            more = self._source(thing, source(thing.iri.rpartition("/")[2]))
        template = _TEMPLATES.get(thing.kind, thing.kind)
        steps = self.steps(thing)
        described = structured.of_thing(thing, heading)
        context: dict[str, Any] = {
            "thing": thing,
            "heading": heading,
            "window_title": title,
            "steps": steps,
            "structured": structured.as_script(
                described, self.addresses.base, steps, (heading, f"{thing.place}.html")
            ),
            "described_as": described["@type"] if described else "",
            "feed": self._feed(thing),
        }
        page = self.render(template, thing.place, canonical=thing.iri, **context, **more, more_facts=[])
        rest = self._not_shown(thing, page)
        if rest:
            page = self.render(template, thing.place, canonical=thing.iri, **context, **more, more_facts=rest)
        return page

    def _top(self, root: str, place: str, texts: dict[str, Any], language: str) -> Markup:
        """Render the head of a page, once for all pages at a depth that are not named in it."""
        key = (root, "" if root else place, language)
        if key not in self._tops:
            html = self._templates.get_template("top.html").render(root=root, place=key[1], t=texts)
            self._tops[key] = Markup(html)
        return self._tops[key]

    def _place(self, iri: str) -> str:
        """Link from a page at the top to the page of an IRI, without ending."""
        return link("", self.addresses.place(iri.partition("#")[0]))

    def gone(self, place: str) -> bytes:
        """Render what stands where the page of a thing was that no minutes tell of any more."""
        page = place.removesuffix(".html")
        return self.render("gone", page, canonical=f"{self.addresses.base}{page}")

    def _feed(self, thing: Thing) -> str:
        """Give the place of the feed of the body that a page is of or under; empty without any date."""
        body = thing if thing.kind == "body" else thing.thing("gov:heldBy")
        held = thing.incoming("gov:heldBy") if body is thing else [thing]
        return feed_place(body) if body and any(each.text("schema:startDate") for each in held) else ""

    def _not_shown(self, thing: Thing, page: bytes) -> list[tuple[str, "str | Thing", Proof]]:
        """Give the facts with evidence of their own that a page has no place for."""
        rest = []
        for statement in thing.statements:
            own = statement.iri == f"{thing.iri}#{statement.fragment}"
            if own and f'id="{statement.fragment}"'.encode() not in page:
                for predicate in statement.things("rdf:predicate"):
                    value = next(iter(statement.values("rdf:object")), "")
                    name = self.walks.property_label(predicate.iri)
                    rest.append((name, value, thing.proof_by(statement)))
        return rest

    def graph(self, iri: str, place: str, statements: int) -> bytes:
        """Render the page of a named graph."""
        name = place.partition("/")[2]
        minutes = self.things.get(f"{self.addresses.base}minutes/{name}")
        of_document = minutes.kind == "minutes"
        return self.render(
            "graph",
            place,
            canonical=iri,
            iri=iri,
            name=name,
            minutes=minutes if of_document else None,
            statements=statements,
            steps=[*self.steps(minutes), self._step(minutes)] if of_document else [],
        )

    def steps(self, thing: Thing) -> list[Step]:
        """Name the pages that lead to a thing's page: its list, or the things that it is part of."""
        name = _LISTS.get(thing.kind)
        if name:
            return [(self.wording.texts["lists"][name]["title"], f"{name}.html")]
        above = next(
            (
                found
                for part_of in ("gov:item", "gov:meeting", "gov:heldBy", "gov:minutesOf")
                if (found := thing.thing(part_of))
            ),
            None,
        )
        return [*self.steps(above), self._step(above)] if above else []

    def _step(self, thing: Thing) -> Step:
        text = thing.label
        if thing.kind == "meeting":
            text = self.wording.date(thing.text("schema:startDate")) or self.wording.texts["undated"]
        elif thing.kind == "item":
            text = self.walks.numbered(thing)
        elif thing.kind == "body":
            text = self.walks.named(thing)
        return text, link("", f"{thing.place}.html")

    def _around(self, thing: Thing) -> dict[str, object]:
        """Give the items before and after an item in its meeting, or the meetings of the same body."""
        if thing.kind == "item":
            meeting = thing.thing("gov:meeting")
            row = meeting.incoming("gov:meeting", "gov:AgendaItem") if meeting else [thing]
            before, after = neighbours(thing, self.walks.by_number(row, "gov:order"))
        else:
            body = thing.thing("gov:heldBy")
            after, before = neighbours(
                thing, self.walks.newest(body.incoming("gov:heldBy") if body else [thing])
            )
        return {"before": before, "after": after}

    def _groups(self, minutes: Thing) -> list[Thing]:
        """Give the groups that decided together, which stand on the minutes' page."""
        meeting = minutes.thing("gov:minutesOf")
        participations = meeting.incoming("gov:meeting", "gov:Participation") if meeting else []
        found = {group for each in participations for group in each.incoming("prov:hadMember")}
        own = [group for group in found if group.place == minutes.place]
        return sorted(own, key=lambda group: group.order)

    def _source(self, source: Thing, text: str | None) -> dict[str, object]:
        """Give the text with its quotes marked, and what was read from each quote."""
        facts = []
        for place in source.incoming("dcterms:isPartOf", "gov:Quote"):
            proven = {self._named(fact) for fact in place.incoming("prov:wasDerivedFrom")}
            facts.append((place.quote, sorted(proven, key=_fact_order)))
        facts.sort(key=lambda fact: (fact[0].start, fact[0].end))
        spans = [(quote.start, quote.end) for quote, _ in facts]
        return {"text": None if text is None else mark_up(text, spans), "facts": facts}

    def _named(self, fact: Thing) -> tuple[str, Thing]:
        """Name what a quote proves: a property of a thing, or the thing itself."""
        subject, predicate = fact.thing("rdf:subject"), fact.thing("rdf:predicate")
        if subject and predicate:
            return self.walks.property_label(predicate.iri), subject
        classes = [self.wording.term(each.iri) or each.fragment for each in fact.things("rdf:type")]
        return (classes[0] if classes else ""), fact


def feed_place(body: Thing) -> str:
    """Give the place of a body's feed."""
    return f"feeds/{body.place.partition('/')[2].replace('/', '--')}.atom"


def _fact_order(fact: tuple[str, Thing]) -> tuple[str, str]:
    name, thing = fact
    return thing.iri, name


def among(page: int, pages: int) -> list[int]:
    """Choose the pages of a long list that one of them links to: the ends and those near by; 0 is a gap.

    So that a list of a thousand pages is not a thousand times a thousand links.
    """
    near = [number for number in range(page - _NEAR, page + _NEAR + 1) if 1 < number < pages]
    chosen = sorted({1, *near, pages})
    return [
        each for number, before in zip(chosen, [0, *chosen], strict=False) for each in _gap(before, number)
    ]


def _gap(before: int, number: int) -> list[int]:
    """Give a number after a gap, if there is one; a gap of one page is that page."""
    if number - before <= 1:
        return [number]
    return [number - 1, number] if number - before == 2 else [0, number]


def _size(number: int) -> str:
    """Write a number of bytes for people."""
    size, unit = float(number), 0
    while size >= 1000 and unit + 1 < len(_UNITS):
        size, unit = size / 1000, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if unit < 2 or size >= 10 else f"{size:.1f} {_UNITS[unit]}"
