"""Looks at the pages of the site in a browser, from a server that has files and nothing else."""

import contextlib
import functools
import http.server
import json
import pathlib
import shutil
import tempfile
import threading
import urllib.parse

from browser import Browser

NARROW, WIDE = 390, 1280
OLD = "0.0"


class Files(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        # Browsers ask for it wherever a page names no icon, as Javadoc's pages do.
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def served(site, prefix):
    """Serves the site below its path, with an older version of it beside the others."""
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder, prefix.strip("/"))
        shutil.copytree(site, copy)
        shutil.copytree(copy / "latest", copy / OLD)
        versions = json.loads((copy / "versions.json").read_text("utf-8"))
        versions.append({"version": OLD, "title": OLD, "aliases": []})
        (copy / "versions.json").write_text(json.dumps(versions), "utf-8")
        handler = functools.partial(Files, directory=folder)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
            server.shutdown()


def check(site, prefix, screenshots=None):
    """Returns what is wrong."""
    problems = []
    with served(site, prefix) as address, Browser() as browser:
        problems += every_page(browser, site, address)
        for name, expectation in EXPECTATIONS.items():
            browser.look(WIDE)
            browser.open(f"{address}/latest/")
            browser.evaluate("localStorage.clear()")
            if not expectation(browser, address):
                problems.append(f"in the browser: {name}: not so, at {browser.evaluate('location.href')}")
        if screenshots:
            pictures(browser, address, screenshots)
    return problems


def every_page(browser, site, address):
    problems = []
    names = sorted(page.relative_to(site).as_posix() for page in (site / "latest").rglob("*.html"))
    for name in names:
        # Of the Javadoc one page of each kind.
        if "/api/" in name and not name.endswith(("api/index.html", "/FastMigrate.html", "/package-summary.html")):
            continue
        browser.look(NARROW)
        events = browser.open(f"{address}/{name}")
        problems += [f"{name}: {problem}" for problem in heard(events, address)]
        for width in (NARROW, WIDE):
            browser.look(width)
            # What moves after a change of the width comes to rest.
            if not browser.wait(f"document.documentElement.scrollWidth <= {width}", seconds=2):
                wide = browser.evaluate("document.documentElement.scrollWidth")
                problems.append(f"{name}: is {wide} px wide in a window of {width} px")
    return problems


def heard(events, address):
    """Errors of a page, and whatever it asked another server for."""
    host = urllib.parse.urlsplit(address).netloc
    for event in events:
        details = event.get("params", {})
        match event.get("method"):
            case "Network.requestWillBeSent":
                url = urllib.parse.urlsplit(details["request"]["url"])
                if url.scheme != "data" and url.netloc != host:
                    yield f"asks for {url.geturl()}"
            case "Network.responseReceived" if details["response"]["status"] >= 400:
                yield f"asks for {details['response']['url']}, which is not there"
            case "Runtime.exceptionThrown":
                yield f"has a script that fails: {details['exceptionDetails']}"
            case "Log.entryAdded" if details["entry"]["level"] == "error":
                yield details["entry"]["text"]


def search_finds_a_page(browser, address):
    browser.press("/", "/")
    if not browser.wait("document.activeElement.matches('.md-search__input')"):
        return False
    browser.send("Input.insertText", text="squash")
    # A key that is pressed before the search has read its index finds nothing.
    for _ in range(10):
        browser.press("h")
        if browser.wait("document.querySelector('.md-search-result__link[href*=\"cli/\"]')", seconds=6):
            return True
    return False


def follows_the_system(browser, address):
    scheme = "document.body.dataset.mdColorScheme === '%s'"
    light = browser.wait(scheme % "default")
    browser.look(WIDE, dark=True)
    browser.open(f"{address}/latest/cli/")
    return light and browser.wait(scheme % "slate")


def can_be_switched(browser, address):
    browser.evaluate("document.querySelector('label[for=__palette_2]').click()")
    slate = browser.wait("document.body.dataset.mdColorScheme === 'slate'")
    browser.open(f"{address}/latest/cli/")
    return slate and browser.wait("document.body.dataset.mdColorScheme === 'slate'")


def switches_versions(browser, address):
    browser.open(f"{address}/latest/cli/")
    link = f".md-version__link[href$='/{OLD}/']"
    if not browser.wait(f"document.querySelector(\"{link}\")"):
        return False
    browser.evaluate(f"document.querySelector(\"{link}\").click()")
    if not browser.wait(f"location.pathname.endsWith('/{OLD}/cli/') && document.readyState === 'complete'"):
        return False
    return browser.wait("document.querySelector('[data-md-component=outdated]:not([hidden]) a[href$=\"/../latest/\"]')")


def leads_to_the_newest(browser, address):
    browser.open(f"{address}/")
    return browser.wait("location.pathname.endsWith('/latest/')")


def has_a_page_for_lost_readers(browser, address):
    browser.open(f"{address}/404.html")
    home = "document.querySelector('article a').href"
    return browser.wait("document.styleSheets.length > 1") and browser.evaluate(f"fetch({home}).then(({{ok}}) => ok)")


def reaches_the_text_by_keyboard(browser, address):
    browser.press("Tab")
    return browser.wait("document.activeElement.matches('.md-skip')")


def prints_the_text_alone(browser, address):
    browser.look(WIDE, media="print")
    shown = "getComputedStyle(document.querySelector('%s')).display !== 'none'"
    return browser.evaluate(shown % "article") and not browser.evaluate(shown % ".md-header")


def reads_without_scripts(browser, address):
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(f"{address}/latest/architecture/")
    browser.send("Emulation.setScriptExecutionDisabled", value=False)
    return browser.evaluate("document.querySelectorAll('.diagram svg .node').length > 10 && "
                            "document.querySelector('article').innerText.length > 5000")


EXPECTATIONS = {
    "the search finds a page": search_finds_a_page,
    "the colours follow the system": follows_the_system,
    "the colours can be switched": can_be_switched,
    "another version has the same page, and leads to the newest": switches_versions,
    "the first page leads to the newest version": leads_to_the_newest,
    "a lost reader finds home": has_a_page_for_lost_readers,
    "the first Tab skips the navigation": reaches_the_text_by_keyboard,
    "paper has the text alone": prints_the_text_alone,
    "text and diagrams need no scripts": reads_without_scripts,
}


def pictures(browser, address, folder):
    folder.mkdir(parents=True, exist_ok=True)
    pages = {"home": "", "tables": "cli/", "code": "spring-boot/", "architecture": "architecture/#the-starter",
             "api": "api/index.html", "class": "api/io/fastmigrate/FastMigrate.html", "lost": "../404.html"}
    for dark in (False, True):
        for width in (NARROW, WIDE):
            browser.look(width, dark)
            browser.open(f"{address}/latest/")
            browser.evaluate("localStorage.clear()")
            ending = f"{width}-{'dark' if dark else 'light'}.png"
            for name, page in pages.items():
                browser.open(f"{address}/latest/{page}")
                browser.wait("document.getAnimations().length === 0")
                browser.screenshot(folder / f"{name}-{ending}")
            browser.open(f"{address}/latest/?q=rehearse")
            browser.wait("document.querySelector('.md-search-result__link') && document.getAnimations().length === 0")
            browser.screenshot(folder / f"search-{ending}")
