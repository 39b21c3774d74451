"""A page as a reader meets it: headings, figures with their pictures and tables, addresses, and text by language."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "col", "hr", "img", "input", "link"}


@dataclass
class Shown:
    """One figure of the page: its titles in the pictures, and the rows of its table."""

    name: str
    titles: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


class Reader(HTMLParser):
    """Reads a page once; every open element is closed again or the page is broken."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.figures: dict[str, Shown] = {}
        self.tables: list[list[list[str]]] = []
        self.addresses: list[str] = []
        self.text: list[str] = []
        self.answer = ""
        self.feed(page)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        given = {key: value or "" for key, value in attrs}
        self.addresses += [given[key] for key in ("src", "href", "xlink:href", "action") if key in given]
        if tag in VOID:
            return
        self.open.append((tag, given))
        if tag == "figure":
            self.figures[given["id"]] = Shown(given["id"])
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_startendtag(self, tag, attrs):
        given = {key: value or "" for key, value in attrs}
        self.addresses += [given[key] for key in ("src", "href", "xlink:href") if key in given]

    def handle_endtag(self, tag):
        assert self.open[-1][0] == tag, (self.open[-1], tag, self.getpos())
        self.open.pop()
        if tag == "table" and any(name == "figure" for name, _ in self.open):
            figure = next(given["id"] for name, given in self.open if name == "figure")
            self.figures[figure].rows = self.tables[-1]

    def handle_data(self, data):
        tags = [name for name, _ in self.open]
        if "style" in tags:
            return
        if tags and tags[-1] in ("td", "th"):
            self.tables[-1][-1][-1] += data
        if "figure" in tags and tags[-2:] == ["svg", "title"]:
            figure = next(given["id"] for name, given in self.open if name == "figure")
            self.figures[figure].titles.append(data)
        if any(given.get("class") == "answer" for _, given in self.open):
            self.answer += data
        if not any(given.get("lang") == "en" for name, given in self.open if name != "html"):
            self.text.append(data)
