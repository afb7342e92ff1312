"""Follows the links, anchors, images, scripts and styles of all pages of the site."""

import functools
import html.parser
import pathlib
import re
import urllib.parse

FETCHED = {"img": "src", "script": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src", "object": "data",
           "embed": "src", "use": "href", "image": "href", "form": "action"}
IN_STYLE = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
# A line that Markdown for GitHub takes for the start of a list or a row of a table, and the generator does not.
LOST_BLOCK = re.compile(r"^(?:[-*] |\d+\. |\|.*\|$|```)", re.MULTILINE)


class Page(html.parser.HTMLParser):
    """What a page asks for (fetched), what it links to (linked), and the places in it that can be linked to (anchors)."""

    def __init__(self, path):
        super().__init__()
        self.fetched, self.linked, self.anchors, self.lost = [], [], set(), []
        self.open_tag, self.paragraph = None, None
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        self.open_tag = tag
        if tag == "p":
            self.paragraph = ""
        of = {name: value or "" for name, value in attributes}
        self.anchors |= {of[name] for name in ("id", "name") if name in of}
        if tag == "a" and "href" in of:
            self.linked.append(of["href"])
        if tag == "link" and of.get("rel") != "canonical":
            (self.linked if of.get("rel") in ("prev", "next") else self.fetched).append(of["href"])
        if FETCHED.get(tag) in of:
            self.fetched.append(of[FETCHED[tag]])
        if "srcset" in of:
            self.fetched += [each.split()[0] for each in of["srcset"].split(",")]
        if of.get("http-equiv", "").lower() == "refresh":
            self.linked.append(of["content"].partition("url=")[2])
        self.fetched += in_style(of.get("style", ""))

    def handle_data(self, data):
        if self.open_tag == "style":
            self.fetched += in_style(data)
        if self.paragraph is not None:
            self.paragraph += data

    def handle_endtag(self, tag):
        self.open_tag = None
        if tag == "p" and self.paragraph is not None:
            self.lost += LOST_BLOCK.findall(self.paragraph)
            self.paragraph = None


def in_style(text):
    return [first or second for first, second in IN_STYLE.findall(text)]


def check(site, prefix):
    """Returns what is wrong. PREFIX is the path below which a server has the site."""
    site = site.resolve()
    read = functools.cache(Page)
    problems = []

    def target_of(page, address):
        """The file and the anchor that an address of this site means."""
        parts = urllib.parse.urlsplit(address)
        path = urllib.parse.unquote(parts.path)
        if path.startswith("/"):
            if not path.startswith(prefix + "/"):
                raise ValueError("is outside of the site")
            target = site / path.removeprefix(prefix + "/")
        else:
            target = page.parent / path if path else page
        target = pathlib.Path(target.resolve(), "index.html") if path.endswith(("/", ".")) else target.resolve()
        if not target.is_relative_to(site):
            raise ValueError("is outside of the site")
        if target.is_dir():
            raise ValueError("is a folder, and lacks a slash at its end")
        if not target.is_file():
            raise ValueError("does not exist")
        return target, urllib.parse.unquote(parts.fragment)

    def check_link(page, address):
        parts = urllib.parse.urlsplit(address)
        if parts.scheme in ("http", "https"):
            if not re.fullmatch(r"localhost(:\d+)?|[\w-]+(\.[\w-]+)+", parts.netloc) or re.search(r"\s", address):
                raise ValueError("is no valid address")
        elif parts.scheme and parts.scheme != "mailto" or parts.netloc:
            raise ValueError("has another scheme than http, https and mailto")
        elif not parts.scheme:
            target, anchor = target_of(page, address)
            # Of the page of constants, Javadoc 17 forgets some of its own anchors.
            if anchor and target.suffix == ".html" and target.name != "constant-values.html" and anchor not in read(target).anchors:
                raise ValueError("has an anchor that its page lacks")

    def check_fetched(page, address):
        parts = urllib.parse.urlsplit(address)
        if parts.scheme == "data":
            return
        if parts.scheme or parts.netloc:
            raise ValueError("is fetched from elsewhere")
        if parts.path:
            target_of(page, address)

    for page in sorted(site.rglob("*.html")):
        name = page.relative_to(site)
        for check_one, addresses in ((check_link, read(page).linked), (check_fetched, read(page).fetched)):
            for address in dict.fromkeys(addresses):
                try:
                    check_one(page, address)
                except ValueError as e:
                    problems.append(f"{name}: {address} {e}")
        problems += [f"{name}: a list, table or block was not recognised: an empty line lacks before it" for _ in read(page).lost]
    for style in sorted(site.rglob("*.css")):
        for address in in_style(style.read_text("utf-8")):
            try:
                check_fetched(style, address)
            except ValueError as e:
                problems.append(f"{style.relative_to(site)}: {address} {e}")
    return problems
