"""Checks the built site: check.py SITE ADDRESS [--screenshots DIR]. Prints what is wrong; 0 if nothing is."""

import pathlib
import shutil
import sys
import tempfile
import urllib.parse

import links
import pages

site = pathlib.Path(sys.argv[1])
prefix = urllib.parse.urlsplit(sys.argv[2]).path.rstrip("/")
screenshots = pathlib.Path(sys.argv[4]) if sys.argv[3:4] == ["--screenshots"] else None


def broken(folder):
    """A copy of the site in which one page has one example of each kind of wrong link, and how many these are."""
    shutil.copytree(site, folder)
    examples = [
        '<a href="../nowhere/">no page</a>',
        '<a href="../cli">a folder without its slash</a>',
        '<a href="../cli/#nowhere">no anchor</a>',
        '<a href="#nowhere">no anchor here</a>',
        '<a href="https://nowhere">no host</a>',
        '<a href="javascript:void(0)">a script</a>',
        '<img src="nowhere.png">',
        '<img src="https://example.org/picture.png">',
        '<script src="//example.org/script.js"></script>',
        '<link rel="stylesheet" href="https://example.org/style.css">',
        "<style>@import 'https://example.org/imported.css';</style>",
        '<p style="background: url(https://example.org/background.png)">',
        "<p>A list:\n- that was not recognised</p>",
    ]
    page = folder / "latest" / "install" / "index.html"
    page.write_text(page.read_text("utf-8").replace("</article>", "\n".join(examples) + "</article>"), "utf-8")
    return len(examples)


problems = links.check(site, prefix)
with tempfile.TemporaryDirectory() as scratch:
    copy = pathlib.Path(scratch, "site")
    expected = broken(copy)
    found = len(links.check(copy, prefix)) - len(problems)
    if found != expected:
        problems.append(f"Of {expected} wrong links that were added on purpose, {found} were found.")
problems += pages.check(site, prefix, screenshots)
for problem in problems:
    print(problem, file=sys.stderr)
count = len(list(site.rglob("*.html")))
print(f"{count} pages: " + (f"{len(problems)} problems" if problems else "each link leads somewhere, none fetches from elsewhere"))
sys.exit(1 if problems else 0)
