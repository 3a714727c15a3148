"""Names as written become the organisations they stand for, by gazetteer and by the company they are in.

"Länsstyrelsen" among Jämtland's municipalities is Länsstyrelsen i Jämtlands län; "Regionen" is the one
region that the minutes have named. What nothing establishes keeps its written name.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from graphbuild import gazetteer as gazetteers
from graphbuild import languages
from graphbuild.gazetteer import Entry, Gazetteer
from graphbuild.languages import Language
from graphbuild.model import Agent, AgentKind, Assignment, Item, Minutes, Organisation

_WORDS_OF_PLACE = 2
"""So many words has a place's name at most ("Norra Vi")."""


def resolve(minutes: Minutes, gazetteer: Gazetteer | None = None) -> Minutes:
    """Minutes with each organisation named as what it is; by the bundled table where no other is given."""
    company = _Company(minutes, gazetteer or gazetteers.load(), languages.load(minutes.language))
    return replace(
        minutes,
        participants=tuple(
            replace(p, organisation=company.organisation(p.organisation_as_written))
            if p.organisation_as_written
            else p
            for p in minutes.participants
        ),
        items=tuple(_item(item, company) for item in minutes.items),
    )


def _item(item: Item, company: "_Company") -> Item:
    if not (item.mentions or item.assignments or any(p.organisation_as_written for p in item.presenters)):
        return item
    return replace(
        item,
        presenters=tuple(
            replace(p, organisation=company.organisation(p.organisation_as_written))
            if p.organisation_as_written
            else p
            for p in item.presenters
        ),
        assignments=tuple(_assignment(a, company) for a in item.assignments),
        mentions=tuple(_agent(a, company) for a in item.mentions),
    )


def _assignment(assignment: Assignment, company: "_Company") -> Assignment:
    if all(agent.kind is not AgentKind.ORGANISATION for agent in assignment.assignees):
        return assignment
    return replace(assignment, assignees=tuple(_agent(a, company) for a in assignment.assignees))


def _agent(agent: Agent, company: "_Company") -> Agent:
    if agent.kind is not AgentKind.ORGANISATION:
        return agent
    organisation = company.organisation(agent.name, places=company.is_listed(agent.name))
    return replace(agent, organisation=organisation, name=organisation.name if organisation else agent.name)


class _Company:
    """The organisations that a document names, and what a definite noun means among them."""

    def __init__(self, minutes: Minutes, gazetteer: Gazetteer, language: Language) -> None:
        self.gazetteer = gazetteer
        self.definite: dict[str, str] = dict(language.data["resolution"]["definite"])
        self.endings = language.words("resolution", "definite_endings")
        self.behind_place = language.words("resolution", "municipality")
        self.own = minutes.organisation.value if minutes.organisation else None
        self.local = frozenset(language.words("resolution", "local_words"))
        self.text = minutes.document.text
        written = [p.organisation_as_written for p in minutes.participants]
        written += [p.organisation_as_written for item in minutes.items for p in item.presenters]
        self.listed = frozenset(name.lower() for name in written if name)
        self.entries = [e for name in written if name and (e := gazetteer.lookup(name)) is not None]
        if minutes.organisation and minutes.organisation.value.id:
            self.entries.append(gazetteer.entries[minutes.organisation.value.id])
        titles = " ".join(said.value for said in (minutes.body, minutes.place) if said)
        self.named_counties = gazetteer.counties_in(titles)
        body = gazetteer_names(minutes.body.value, gazetteer) if minutes.body else []
        self.entries.extend(body)
        self.municipalities = self._municipalities(name for name in written if name)

    def organisation(self, written: str | None, *, places: bool = True) -> Organisation | None:
        """What a written name stands for; None for nothing written."""
        if not written:
            return None
        entry = self.gazetteer.lookup(written, places=places) or self._definite(written)
        if entry is not None:
            return gazetteers.organisation(entry)
        if self.own is not None and self._means_own(written, self.own):
            return self.own
        name = self._abbreviated(written)
        entry = self.gazetteer.lookup(name, places=False) if name else None
        if entry is not None:
            return gazetteers.organisation(entry)
        name = name or (self.municipalities.get(written) if places else None)
        return Organisation(name or written, local=written.lower() in self.local)

    def _municipalities(self, written: Iterable[str]) -> dict[str, str]:
        """ "Vallberga" that somebody represents is the "Vallberga kommun" of which the same minutes speak.

        Only where they speak so of every place in their lists that no table knows: a list that named one
        municipality in full and the next by its place would say less than it says now.
        """
        unknown = {
            name
            for name in written
            if len(name.split()) <= _WORDS_OF_PLACE
            and name.istitle()
            and self.gazetteer.lookup(name) is None
            and self._definite(name) is None
        }
        told = {name: self._municipality(name) for name in sorted(unknown)}
        return {name: full for name, full in told.items() if full} if all(told.values()) else {}

    def _municipality(self, written: str) -> str | None:
        at = self.text.find(written)
        while at >= 0:
            before, end = self.text[at - 1 : at], at + len(written)
            for behind in self.behind_place if not before.isalnum() else ():
                last = end + len(behind)
                if self.text.startswith(behind, end) and not self.text[last : last + 1].isalnum():
                    return written + behind
            at = self.text.find(written, end)
        return None

    def _abbreviated(self, written: str) -> str | None:
        """ "GFF" is what stands before it in brackets: "Gullängets fiskevårdsförening (GFF)"."""
        place = self.text.find(f" ({written})") if written[:2].isupper() and " " not in written else -1
        words = self.text[max(0, place - 90) : place].split("\n")[-1].split() if place > 0 else []
        for size in range(1, min(len(words), 6) + 1):
            first = words[-size]
            if first[0].isupper() and first[0] == written[0] and not first.endswith((",", ".", ":")):
                return " ".join(words[-size:])
        return None

    def _means_own(self, written: str, own: Organisation) -> bool:
        """Whether a definite noun is the kind that these minutes are of ("kommunen" in Tallhede kommun)."""
        lowered = written.lower().removesuffix("s")
        if lowered not in self.definite:
            return False
        kinds = {lowered.removesuffix(ending) for ending in self.endings if lowered.endswith(ending)}
        return not kinds.isdisjoint(own.name.lower().split())

    def is_listed(self, written: str) -> bool:
        """Whether a list of the document's people gives this form as an organisation (a bare place, say)."""
        return written.lower() in self.listed

    def _definite(self, written: str) -> Entry | None:
        lowered = written.lower()
        kind = self.definite.get(lowered) or self.definite.get(lowered.removesuffix("s"))
        if kind is None:
            return None
        named = {entry.id: entry for entry in self.entries if entry.kind == kind}
        if len(named) == 1:
            return next(iter(named.values()))
        if kind == "county-administrative-board" and not named:
            return self._board()
        return None

    def _board(self) -> Entry | None:
        """The county administrative board of the county that most of the company lies in."""
        counties = Counter(entry.county for entry in self.entries if entry.county)
        counties.update(self.named_counties)
        ranked = counties.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        county = self.gazetteer.counties.get(ranked[0][0])
        return self.gazetteer.entries.get(county["board_id"]) if county else None


def gazetteer_names(text: str, gazetteer: Gazetteer) -> Iterable[Entry]:
    """The entries whose names stand in a text."""
    words = text.split()
    for at in range(len(words)):
        form = gazetteer.match(words, at, places=False)
        if form is not None:
            yield form.entry
