"""What MkDocs does not do by itself: all pages of a folder in the navigation, addresses without docs/, drawn diagrams."""

import html
import os
import pathlib
import re
import subprocess
import tempfile

# A link whose text is the name of a file: the site has titles.
FILE_NAME = re.compile(r'(<a href="[^"]+">)(?:docs/)?([\w-]+\.md)(</a>)')
NUMBER = re.compile(r"\d+")
DIAGRAM = re.compile(r'<pre class="mermaid"><code>(.*?)</code></pre>', re.DOTALL)


def on_config(config):
    config.nav = [expanded(item, pathlib.Path(config.docs_dir)) for item in config.nav]


def expanded(item, sources):
    if isinstance(item, dict):
        return {title: expanded(value, sources) for title, value in item.items()}
    if isinstance(item, list):
        return [expanded(each, sources) for each in item]
    if not item.endswith("/*"):
        return item
    folder = sources / item.removesuffix("/*")
    pages = sorted(folder.glob("*.md"), key=lambda page: (page.name != "README.md", NUMBER.sub(lambda found: found[0].zfill(4), page.name)))
    return [page.relative_to(sources).as_posix() for page in pages]


def on_files(files, config):
    for file in files:
        if file.src_uri.startswith("docs/"):
            move(file, file.dest_uri.removeprefix("docs/"), config)
        elif file.src_uri == "LICENSE":
            move(file, "license.txt", config)
        elif file.is_documentation_page():
            move(file, file.dest_uri.lower(), config)


def move(file, destination, config):
    file.dest_uri = destination
    file.abs_dest_path = os.path.join(config.site_dir, destination)
    folder = os.path.dirname(destination)
    file.url = (f"{folder}/" if folder else "./") if destination.endswith("index.html") else destination


def on_nav(nav, config, files):
    # MkDocs takes a relative address in the navigation for a page, and leaves an absolute one as it is.
    for link in [item for section in nav if section.is_section for item in section.children if item.is_link]:
        link.url = link.url.removeprefix("/")
    listed = {page.file.src_uri for page in nav.pages}
    missing = [page.src_uri for page in files.documentation_pages() if page.src_uri not in listed]
    if missing:
        raise SystemExit(f"site/mkdocs.yml does not have in its navigation: {', '.join(missing)}")


def on_env(env, config, files):
    for file in files.documentation_pages():
        file.page.title = file.page.title.replace("`", "")
        config.extra.setdefault("titles", {})[file.src_uri.removeprefix("docs/")] = html.escape(file.page.title)


def on_post_page(output, page, config):
    # After the search index, which must not hold the styles of a drawing.
    for number, source in enumerate(DIAGRAM.findall(output), 1):
        picture = drawn(f"diagram-{number}", html.unescape(source))
        output = DIAGRAM.sub(lambda _: f'<div class="diagram">{picture}</div>', output, count=1)
    titles = config.extra["titles"]
    output = FILE_NAME.sub(lambda link: link[1] + titles.get(link[2], link[2]) + link[3], output)
    # MkDocs leaves a link without an ending as it is.
    return output.replace('href="LICENSE"', 'href="license.txt"')


def drawn(name, source):
    """Draws a diagram in a browser, so that readers need neither a script nor Mermaid."""
    script = pathlib.Path(os.environ["MERMAID"]).as_uri()
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder, "page.html")
        page.write_text(
            f'<!doctype html><meta charset="utf-8"><pre id="source">{html.escape(source)}</pre><div id="drawn"></div>'
            f'<script src="{script}"></script><script>'
            'mermaid.initialize({startOnLoad: false, theme: "base", htmlLabels: false, flowchart: {htmlLabels: false, wrappingWidth: 400},'
            ' fontFamily: "system-ui, sans-serif"});'
            f'mermaid.render("{name}", document.getElementById("source").textContent)'
            '.then(({svg}) => document.getElementById("drawn").innerHTML = svg);</script>',
            encoding="utf-8",
        )
        browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000"]
        dump = subprocess.run(
            [*browser, f"--user-data-dir={folder}/profile", "--dump-dom", page.as_uri()],
            check=True, capture_output=True, encoding="utf-8", timeout=120,
        ).stdout
    picture = re.search(r'<div id="drawn">(<svg.*</svg>)</div>', dump, re.DOTALL)
    if picture is None or "Syntax error" in picture[1]:
        raise SystemExit(f"Mermaid cannot draw:\n{source}")
    # On a narrow screen it is scrolled before its letters are too small.
    return re.sub(r"max-width: ([0-9.]+)px;", lambda width: f"{width[0]} min-width: {float(width[1]) * 0.75:.0f}px;", picture[1], count=1)
