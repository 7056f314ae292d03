import pytest

from transforms.read.html_text import parse_html, render, text_of_html
from transforms.read.items import UnreadableError


def rendered(markup):
    return render(parse_html(markup).body)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p>One\n   and\tmore</p>\n\n<p>Two</p>", "One and more\n\nTwo"),
        ("<div>One<div>Two</div>Three</div>", "One\n\nTwo\n\nThree"),
        ("<p>One<br>Two</p>", "One\nTwo"),
        ("<p>One<br><br>Two</p>", "One\n\nTwo"),
        ("<p>Lead</p><ul><li>a</li><li>b</li></ul><p>End</p>", "Lead\n\n• a\n• b\n\nEnd"),
        ("<ul>\n<li><p>a</p></li>\n<li><p>b</p></li>\n</ul>", "• a\n• b"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "• a\n• b\n• c"),
        ("<p>Phase&nbsp;2b of LMB<sup>&reg;</sup> &amp; more</p>", "Phase 2b of LMB® & more"),
        ("<p>in<b>line</b> <em>text</em> stays</p>", "inline text stays"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a\tb\nc\td"),
        ("<pre>line one\nline two\n\nline three</pre>", "line one\nline two\n\nline three"),
        ("<pre>outer\n<pre>inner\nmore</pre></pre>", "outer\n\ninner\nmore"),
        ("<p>a</p><script>x()</script><style>p{}</style><noscript>n</noscript><p>b</p>", "a\n\nb"),
        ("plain text, no tags", "plain text, no tags"),
        ("a\x01b\x03c", "a b c"),
        ("", ""),
    ],
)
def test_blocks_lines_items_and_cells(markup, text):
    assert rendered(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [("A &amp; B", "A & B"), ("one\n\n\n\ntwo   three", "one\n\ntwo three"), ("&lt;b&gt;", "<b>"), ("5 < 6", "5 < 6")],
)
def test_fragments_of_feeds(markup, text):
    assert text_of_html(markup) == text


def test_a_page_that_nests_without_end_is_refused():
    with pytest.raises(UnreadableError, match="nest 60000 deep"):
        parse_html("<div>" * 60_000)


def test_many_elements_side_by_side_are_read():
    assert rendered("<p>word<br><img>" * 20_000).count("word") == 20_000
