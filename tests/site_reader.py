"""Reads the pages of a published site as a strict visitor: links, anchors, headings, languages."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

VOID = {"meta", "link", "br", "img", "input", "hr"}


@dataclass
class PageRead:
    """What a page holds."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""
    title: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = PageRead()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.page.tags.append((tag, values))
        if "id" in values:
            self.page.ids.append(values["id"])
        if tag == "a":
            self.page.links.append(values["href"])
        if tag == "link" and values["rel"] in ("stylesheet", "icon", "alternate", "describedby"):
            self.page.loads.append(values["href"])
        if "src" in values:
            self.page.loads.append(values["src"])
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.page.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes <{self.open[-1:]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "title":
            self.page.title += data
        self.page.text += data


def read_page(path: Path) -> PageRead:
    """Read a page; tags that do not nest are an error."""
    return read_text(path.read_text("utf-8"), str(path))


def read_text(text: str, name: str = "the page") -> PageRead:
    """Read the HTML of a page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [], f"{name}: <{reader.open}> is never closed"
    return reader.page


def read_site(folder: Path) -> dict[Path, PageRead]:
    """Read all pages of a site."""
    return {path: read_page(path) for path in sorted(folder.rglob("*.html"))}


def broken_links(folder: Path, pages: dict[Path, PageRead]) -> list[str]:
    """Name the links that lead to no file of the site, or to no anchor of its page."""
    broken = []
    for path, page in pages.items():
        for link in [*page.links, *page.loads]:
            if link.startswith(("data:", "http:", "https:")):
                continue
            to, fragment = urldefrag(link)
            target = (path.parent / unquote(to)).resolve() if to else path
            known = (
                pages.get(folder / target.relative_to(folder.resolve())) if target.suffix == ".html" else None
            )
            lost = fragment and known is not None and unquote(fragment) not in known.ids
            if not target.is_file() or lost:
                broken.append(f"{path.relative_to(folder)} -> {link}")
    return broken
