"""Pages to visible text and blocks."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from dragoman.readers.layout import Layout, lay_out
from dragoman.readers.page_worker import parse_page


def layout(body: str) -> Layout:
    return lay_out(parse_page(f"<html><body>{body}</body></html>".encode())[0])


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One\n  two\tthree</p>\n<p> four </p>", "One two three\n\nfour"),
        ("<p>a<b>b</b> <i> c</i></p>", "ab c"),
        ("<p>line<br>next<br/><br>new</p>", "line\nnext\n\nnew"),
        ("<p>end<br></p><br><br><p>begin</p>", "end\n\nbegin"),
        ("<ul><li>a</li> <li>b<ul><li>c</li></ul></li></ul>d", "a\nb\n\nc\n\nd"),
        ("<table><tr><th>A<th>B</tr><tr><td>1<td>2</tr></table>", "A\tB\n1\t2"),
        ("<pre>  keep\n\tthis </pre><p>x</p>", "  keep\n\tthis \n\nx"),
        ("<p>x&nbsp;&nbsp;y &amp; &#x201c;z&#8221; &shy;&euro;</p>", "x\u00a0\u00a0y & “z” \u00ad€"),
        ("<p>He said <q>she said <q>no</q></q>.</p>", "He said “she said ‘no’”."),
        ("<p>He said <q> no </q> twice</p>", "He said “ no ” twice"),
        ("<p>a<script>b</script><style>c</style><template>d</template>e<!-- f --><?g?></p>", "ae"),
        (
            "<p>a<span hidden>b</span><span style='Display : none'>c</span><i class='x sr-only'>d</i> e</p>",
            "a e",
        ),
        ("<div style='visibility:hidden'>a<p>b</p></div><p aria-hidden=true>c</p>", "c"),
        ("<select><option>a</select><svg><title>b</title></svg><iframe>c</iframe><dialog>d</dialog>e", "e"),
        ("<dialog open>d</dialog><details><summary>s</summary>t</details>", "d\n\ns\n\nt"),
        ("<p>🚚 <b>👩‍👩‍👧</b> שלום עולם</p>", "🚚 👩‍👩‍👧 שלום עולם"),
        ("a\r\nb\rc", "a b c"),
        ("<p></p><div> </div>", ""),
        ("<p>one<p>two<div>three", "one\n\ntwo\n\nthree"),
    ],
)
def test_visible_text(body: str, text: str) -> None:
    page = layout(body)
    assert page.text == text
    assert all(block.span.of(text).strip("\n") for block in page.blocks)


def test_blocks_hold_all_ink_in_order() -> None:
    page = layout(
        "<h1>A</h1>b<p>c <a href=x>d e</a></p><table><tr><td>f<td><p>g</table><blockquote><p>h</p></blockquote>"
    )
    assert [(block.kind, block.span.of(page.text)) for block in page.blocks] == [
        ("heading", "A"),
        ("line", "b"),
        ("paragraph", "c d e"),
        ("cell", "f"),
        ("paragraph", "g"),
        ("quote", "h"),
    ]
    assert page.blocks[2].link_share == pytest.approx(2 / 3, abs=0.001)
    ends = [block.span.end for block in page.blocks]
    assert all(block.span.start >= end for block, end in zip(page.blocks[1:], ends, strict=False))
    between = "".join(
        page.text[end : block.span.start] for block, end in zip(page.blocks[1:], ends, strict=False)
    )
    assert not between.strip()


def test_a_tree_of_any_depth() -> None:
    root = document_fromstring("<div>" * 200 + "deep" + "</div>" * 200)
    assert lay_out(root).text == "deep"


def test_nesting_beyond_the_parser_keeps_all_words() -> None:
    page = b"<p>before</p>" + b"<div>" * 5000 + b"in <b>the</b> deep" + b"</div>" * 5000 + b"<p>after</p>"
    root, flattened = parse_page(page)
    assert flattened
    assert lay_out(root).text == "before\n\nin the deep\n\nafter"
