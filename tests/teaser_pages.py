"""Pages and texts whose surroundings tell of other incidents; `[[` and `]]` mark what is not the report's own."""

from __future__ import annotations

REPORT = (
    "TARN (Delta Wire) - Government artillery shelled the market of Tarn on Tuesday, killing at least 12 civilians, "
    "the governor said.",
    "Rescue workers pulled 31 wounded people from the ruins, and two field hospitals were set up on the football "
    "ground beside the river.",
    "The army denied that it had fired on Tarn. A spokesman, Colonel Jon Aske, said rebels had hidden mortars "
    "in the grain hall.",
    "The governor called on both sides to keep the truce that was signed in Belmora in March.",
)
HEADLINE = "Shells hit market in Tarn"
BLAST = "[[Bomb blast in Oboro kills 47 at bus station]]"
FERRY = "[[Ferry with 210 pilgrims aboard sinks off Larn, 18 dead]]"
RAID = "[[Police arrest 63 after raids on Hill Brigade hideouts]]"
TROOPS = (
    "[[Authorities said a total of 184 Karsan troops were killed and 502 were wounded during the offensive.]]"
)
STRIKE = "[[Air strike on Veld refinery leaves five guards dead and 22 injured, Coast Radio says.]]"


def text_page(*lines: str) -> str:
    """A text of these lines, a blank one between."""
    return "\n\n".join(lines) + "\n"


def html_page(body: str) -> str:
    """A page around this body."""
    head = f"<head><title>{HEADLINE} - Delta Wire</title></head>"
    return f"<!doctype html><html lang='en'>{head}<body>{body}</body></html>"


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def links(*titles: str) -> str:
    return (
        "<ul>"
        + "".join(f"<li><a href='/news/{at}'>{title}</a></li>" for at, title in enumerate(titles))
        + "</ul>"
    )


TEXTS = {
    "a list at the end": text_page(HEADLINE, *REPORT, f"Top stories\n{TROOPS}\n{STRIKE}\nPartner news\n---"),
    "a list of links at the end": text_page(HEADLINE, *REPORT, f"Related articles\n{BLAST}\n{FERRY}\n{RAID}"),
    "a list before the report": text_page(f"Most read\n{BLAST}\n{FERRY}\n{RAID}", HEADLINE, *REPORT),
    "one link amid the report": text_page(HEADLINE, *REPORT[:2], f"READ MORE: {BLAST}", *REPORT[2:]),
    "see-also lines amid the report": text_page(
        HEADLINE, *REPORT[:2], f"Also read: {FERRY}", REPORT[2], f"RELATED: {RAID}", REPORT[3]
    ),
    "a list amid the report": text_page(
        HEADLINE, *REPORT[:2], f"Related stories\n{BLAST}\n{FERRY}", *REPORT[2:]
    ),
}
MENU = "<nav>" + links("World", "Politics", BLAST, FERRY) + "</nav>"
PAGES = {
    "a menu and a side column": html_page(
        f"{MENU}<main><article><h1>{HEADLINE}</h1>{paragraphs(*REPORT)}</article></main>"
        f"<aside><h3>Most read</h3>{links(RAID, STRIKE)}</aside><footer><p>{TROOPS}</p></footer>"
    ),
    "related reports inside the article": html_page(
        f"<article><h1>{HEADLINE}</h1>{paragraphs(*REPORT[:2])}<div class='related'><h4>Related</h4>"
        f"{links(BLAST, FERRY)}</div>{paragraphs(*REPORT[2:])}</article>"
    ),
    "cards below the article": html_page(
        f"<article><h1>{HEADLINE}</h1>{paragraphs(*REPORT)}</article>"
        "<section class='more'><h2>More from Delta Wire</h2>"
        f"<div class='card'><h3><a href='/1'>{BLAST}</a></h3><p>{TROOPS}</p></div>"
        f"<div class='card'><h3><a href='/2'>{RAID}</a></h3><p>{STRIKE}</p></div></section>"
    ),
    "a ticker above the article": html_page(
        f"<div class='ticker'><p>Breaking</p>{links(STRIKE, FERRY)}</div>"
        f"<article><h1>{HEADLINE}</h1>{paragraphs(*REPORT)}</article>"
    ),
}
CAPTIONS = {
    "a picture of another day": html_page(
        f"<article><h1>{HEADLINE}</h1>{paragraphs(*REPORT[:2])}<figure><img src='/p.jpg' alt=''><figcaption>"
        f"[[Coffins after the blast in Oboro, where 47 people were killed last year.]]</figcaption></figure>"
        f"{paragraphs(*REPORT[2:])}</article>"
    ),
}
