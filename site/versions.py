"""Writes what stands beside the versions of the site: versions.json for the switch, and the page that leads to the newest."""

import json
import pathlib
import sys

site, newest, *older = pathlib.Path(sys.argv[1]), *sys.argv[2:]
versions = [{"version": newest, "title": newest, "aliases": ["latest"]}]
versions += [{"version": each, "title": each, "aliases": []} for each in older]
(site / "versions.json").write_text(json.dumps(versions, indent=2) + "\n", encoding="utf-8")
links = "\n".join(f'<li><a href="{each["version"]}/">{each["title"]}</a></li>' for each in versions)
(site / "index.html").write_text(
    f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="0; url=latest/">
<title>fastmigrate for Java</title>
<h1>fastmigrate for Java</h1>
<p><a href="latest/">The newest documentation</a>, or that of a version:</p>
<ul>
{links}
</ul>
</html>
""",
    encoding="utf-8",
)
