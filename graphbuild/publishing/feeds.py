"""Turns a body's latest meetings into an Atom feed (RFC 4287), and the files of the site into a sitemap."""

from collections.abc import Iterable, Iterator
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

from graphbuild.publishing.history import History
from graphbuild.publishing.pages import Pages, feed_place
from graphbuild.publishing.source_text import readable
from graphbuild.publishing.things import Thing

ENTRIES = 30  # meetings in a feed
SHOWN = 10  # decisions told of in an entry
URLS = 50_000  # in a file of the sitemap: what sitemaps.org allows
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP_PART = "sitemap-"
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def feed(body: Thing, pages: Pages, history: History) -> bytes | None:
    """Write the feed of a body; None where no day is known of any of its meetings."""
    dated = [
        (meeting, when)
        for meeting in pages.walks.newest(body.incoming("gov:heldBy"))[:ENTRIES]
        if (when := _updated(meeting, history))
    ]
    if not dated:
        return None
    base, place = pages.addresses.base, feed_place(body)
    head = [
        f"<id>{_text(f'{base}{place}')}</id>",
        f"<title>{_text(pages.walks.named(body))} – {_text(pages.title)}</title>",
        f"<updated>{max(when for _, when in dated)}</updated>",
        f"<author><name>{_text(pages.title)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(f"{base}{place}")}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(f"{base}{body.place}.html")}/>',
    ]
    entries = [_entry(meeting, when, pages) for meeting, when in dated]
    language = pages.wording.language
    return (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">\n'
        + "".join(f"{line}\n" for line in [*head, *entries])
        + "</feed>\n"
    ).encode("utf-8", "replace")


def _updated(meeting: Thing, history: History) -> str:
    """Give when a meeting was last told of: by the change log, else the day on which it was held."""
    date = meeting.text("schema:startDate")
    return date and (history.latest(meeting.iri) or f"{date}T00:00:00Z")


def _entry(meeting: Thing, when: str, pages: Pages) -> str:
    items = pages.walks.by_number(meeting.incoming("gov:meeting", "gov:AgendaItem"), "gov:order")
    decisions = pages.walks.weighty(pages.walks.decisions_of(items), SHOWN)
    told = "".join(f"<li>{escape(readable(each.text('schema:text')))}</li>" for each in decisions)
    link = quoteattr(f"{pages.addresses.base}{meeting.place}.html")
    return (
        f"<entry><id>{_text(meeting.iri)}</id><title>{_text(pages.walks.heading(meeting))}</title>"
        f'<updated>{when}</updated><link rel="alternate" type="text/html" href={link}/>'
        f'<content type="html">{_text(f"<ul>{told}</ul>" if told else "")}</content></entry>'
    )


def sitemap(pages: Iterable[tuple[str, str]], base: str) -> Iterator[tuple[str, bytes]]:
    """Give the files of a sitemap, 50,000 addresses each, and the index of them.

    `pages` are places in their order, each with when it last changed, empty where nobody knows.
    """
    from graphbuild.publishing.addresses import link

    source, names = iter(pages), [f"{_SITEMAP_PART}1.xml"]
    some = list(islice(source, URLS))
    while True:
        urls = "".join(
            f"<url><loc>{escape(base + link('', place))}</loc>{_lastmod(when)}</url>\n"
            for place, when in some
        )
        yield names[-1], f"{_XML}<urlset {_SITEMAP}>\n{urls}</urlset>\n".encode()
        some = list(islice(source, URLS))
        if not some:
            break
        names.append(f"{_SITEMAP_PART}{len(names) + 1}.xml")
    maps = "".join(f"<sitemap><loc>{escape(base + name)}</loc></sitemap>\n" for name in names)
    yield "sitemap.xml", f"{_XML}<sitemapindex {_SITEMAP}>\n{maps}</sitemapindex>\n".encode()


def _lastmod(when: str) -> str:
    return f"<lastmod>{when}</lastmod>" if when else ""


def _text(text: str) -> str:
    return escape(readable(text))
