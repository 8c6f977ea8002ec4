"""A report wrapped into a page like those that come off the web: navigation, teasers, scripts, styles, metadata."""

from __future__ import annotations

import json
from html import escape

SECTIONS = (
    "Home",
    "World",
    "Politics",
    "Business",
    "Opinion",
    "Science",
    "Sport",
    "Culture",
    "Weather",
    "Video",
)
TEASERS = (
    "Ferry timetable changes from Monday",
    "Orchard owners count the cost of a late frost",
    "What the new library will look like",
    "Five walks along the old canal",
    "Choir looks for tenors",
    "Council votes on parking at the harbour",
    "Bakers compete for the longest plait",
    "Why the clock tower strikes thirteen",
)
STYLE = "".join(
    f".block-{number}{{margin:{number % 9}px;padding:0 {number % 7}px;color:#333}}" for number in range(150)
)
SCRIPT = "".join(
    f"window.queue=window.queue||[];window.queue.push(['slot',{number}]);" for number in range(120)
)


def wrap(text: str, *, title: str, publisher: str, published: str) -> str:
    """The page of a report, whose lines become paragraphs."""
    body = "\n".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)} - {escape(publisher)}</title>
<meta property="og:title" content="{escape(title)}"><meta property="og:site_name" content="{escape(publisher)}">
<meta property="article:published_time" content="{published}T08:30:00Z">
<script type="application/ld+json">{_linked_data(title, publisher, published)}</script>
<style>{STYLE}</style><script>{SCRIPT}</script></head>
<body><header><a href="/">{escape(publisher)}</a><nav><ul>{_links(SECTIONS)}</ul></nav></header>
<main><article><h1>{escape(title)}</h1><p class="byline">By a staff reporter</p>
<time datetime="{published}">{published}</time>
{body}
<aside><h2>Read more</h2><ul>{_links(TEASERS)}</ul></aside></article></main>
<section class="popular"><h2>Most read</h2><ol>{_links(TEASERS[::-1])}</ol></section>
<footer><ul>{_links(("About us", "Contact", "Terms of use", "Privacy", "Cookies"))}</ul>
<p>All rights reserved.</p></footer><script>{SCRIPT}</script></body></html>
"""


def _linked_data(title: str, publisher: str, published: str) -> str:
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": f"{published}T08:30:00Z",
        "publisher": {"@type": "Organization", "name": publisher},
    }
    return json.dumps(said).replace("<", "\\u003c")


def _links(names: tuple[str, ...]) -> str:
    return "".join(f'<li><a href="/{number}">{escape(name)}</a></li>' for number, name in enumerate(names))
