import pytest
from read.payloads import read_document, read_one, reasons

LEAD = (
    "LEEDS, England, May 6, 2031 (WIRE) -- Larkmere Bio plc today announced that the first sites of its Phase 2 trial, "
    "named LARK, had opened for enrolment, and that it expects results in the first half of 2033."
)
SECOND = (
    "The trial will enrol about 120 adults at 30 sites, in four countries, and runs for twelve weeks, after which "
    "patients may enter an extension, of a year, in which all receive the higher dose."
)
TITLE = "Larkmere Bio Opens First Sites of LARK"


def page(body, head=""):
    head = f"<head><title>{TITLE} - Pinboard</title>{head}</head>"
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>"


STORY = f"<h1>{TITLE}</h1><div class='story'><p>{LEAD}</p><p>{SECOND}</p></div>"
TEXT = f"{TITLE}\n\n{LEAD}\n\n{SECOND}"


CHROME = "<p>Some other text, with commas, that is long enough to count, as a paragraph, of its own.</p>"


@pytest.mark.parametrize(
    "around",
    [
        "<nav><ul><li><a href='/'>Home</a></li></ul></nav>{story}",
        "<div class='breadcrumbs'><a href='/'>Home</a> » <span>{title}</span></div>{story}",
        "{story}<div class='sidebar'><h3>Popular</h3>{chrome}</div>",
        "{story}<div class='share-buttons'><a href='#'>Share</a> <a href='#'>Tweet</a></div>",
        "{story}<footer>{chrome}</footer>",
        "<div style='display: none'>{chrome}</div>{story}",
        "{story}<div class='cookie-consent'>{chrome}</div>",
        "{story}<div id='comments'>{chrome}</div>",
        "{story}<h3>Related news</h3><ul><li><a href='/2'>Another Company Opens Its Own Sites</a></li></ul>",
        "{story}<form action='/subscribe'>{chrome}</form>",
        "<header class='masthead'>{chrome}</header>{story}",
    ],
)
def test_what_stands_around_a_release_is_left_out(around):
    assert read_document(page(around.format(story=STORY, title=TITLE, chrome=CHROME)))["text"] == TEXT


@pytest.mark.parametrize(
    "between",
    [
        "<p>By Uma Reed</p>",
        "<p>May 6, 2031</p>",
        "<p>Posted on May 6, 2031</p>",
        "<p>2 hours ago</p>",
        "<p>Share this article</p>",
        "<p>3 min read</p>",
        "<p>Categories: Health</p>",
        "<p> | Source: Larkmere Bio</p>",
    ],
)
def test_lines_between_headline_and_body_are_left_out(between):
    body = f"<h1>{TITLE}</h1><div class='entry-content'>{between}<p>{LEAD}</p><p>{SECOND}</p><p>{SECOND}</p></div>"
    assert read_document(page(body))["text"] == f"{TEXT}\n\n{SECOND}"


@pytest.mark.parametrize(
    "subtitle",
    [
        "Results expected in 2033",
        "Share of patients in remission doubled",
        "Updated Data From the Phase 2 Study to Be Presented in June",
        "By 2033, results of all four trials are expected",
        "Save the gut: a trial of ten years",
    ],
)
def test_subtitles_and_bullets_are_kept(subtitle):
    body = (
        f"<h1>{TITLE}</h1><div><h2>{subtitle}</h2><ul><li>One</li><li>Two</li></ul><p>{LEAD}</p><p>{SECOND}</p></div>"
    )
    assert read_document(page(body))["text"] == f"{TITLE}\n\n{subtitle}\n\n• One\n• Two\n\n{LEAD}\n\n{SECOND}"


def test_subtitle_outside_of_the_body_is_kept():
    head = f"<header><h1>{TITLE}</h1><h2 class='article-subheadline'>Results expected in 2033</h2></header>"
    story = f"<div itemprop='articleBody'><p>{LEAD}</p><p>{SECOND} {SECOND}</p></div>"
    body = f"<p class='site-subtitle'>News of the gut</p><main>{head}{story}</main>"
    assert read_document(page(body))["text"] == f"{TITLE}\n\nResults expected in 2033\n\n{LEAD}\n\n{SECOND} {SECOND}"


def test_about_and_contact_are_kept():
    tail = (
        "<p><b>About Larkmere</b></p><p>It is in Leeds.</p>"
        "<div>Contact<br>Ira Holm<br><a href='mailto:i@l.example'>i@l.example</a></div>"
    )
    text = read_document(page(STORY.replace("</div>", f"{tail}</div>")))["text"]
    assert text == f"{TEXT}\n\nAbout Larkmere\n\nIt is in Leeds.\n\nContact\nIra Holm\ni@l.example"


def test_release_that_calls_its_heading_recent_news_keeps_it():
    links = "<li>In March, <a href='/n'>Larkmere told of its plan</a> for the second trial, in full, in Leeds.</li>"
    tail = f"<h3>Recent News</h3><ul>{links * 3}</ul>"
    assert "for the second trial, in full" in read_document(page(STORY.replace("</div>", f"{tail}</div>")))["text"]


@pytest.mark.parametrize(
    ("head", "at", "precision"),
    [
        (
            '<meta property="article:published_time" content="2031-05-06T07:30:00-04:00">',
            "2031-05-06 11:30:00+00:00",
            1,
        ),
        ('<meta name="date" content="2031-05-06">', "2031-05-06 00:00:00+00:00", 86400),
        (
            '<script type="application/ld+json">{"@type":"Article","datePublished":"2031-05-06T07:30Z"}</script>',
            "2031-05-06 07:30:00+00:00",
            60,
        ),
        ('<script type="application/ld+json">{"@type":"NewsArticle",</script>', "None", None),
        ('<meta name="date" content="05/06/2031">', "None", None),
    ],
)
def test_published_is_what_the_page_says(head, at, precision):
    document = read_document(page(STORY, head))
    assert (str(document["published_at"]), document["published_at_precision_s"]) == (at, precision)


@pytest.mark.parametrize(
    ("location", "canonical", "url"),
    [
        ("saved.html", "https://pinboard.example/1", "https://pinboard.example/1"),
        ("https://pinboard.example/1?x=2", "/1", "https://pinboard.example/1"),
        # A copy names its original as canonical: the place is where it was taken.
        ("https://pinboard.example/1", "https://wire.example/9", "https://pinboard.example/1"),
        ("saved.html", "javascript:alert(1)", None),
    ],
)
def test_url_is_the_place(location, canonical, url):
    assert read_document(page(STORY, f'<link rel="canonical" href="{canonical}">'), location)["url"] == url


@pytest.mark.parametrize(
    ("title", "stated"),
    [
        (TITLE, f"{TITLE} - Pinboard"),
        (TITLE, f"{TITLE} | The Daily Pinboard of Leeds"),
        ("LARK Opens – First Sites in Leeds", "LARK Opens – First Sites in Leeds – Pinboard"),
    ],
)
def test_title_has_no_site_name(title, stated):
    body = STORY.replace(TITLE, title)
    html = page(body).replace(f"<title>{TITLE} - Pinboard</title>", f"<title>{stated}</title>")
    assert read_document(html)["title"] == title


@pytest.mark.parametrize("name", ["8-K", "ex99-1.htm", "Document", "Untitled 1", ""])
def test_names_of_files_are_no_headline(name):
    html = f"<html><head><title>{name}</title></head><body><p>{LEAD}</p><p>{SECOND}</p></body></html>"
    document = read_document(html)
    assert document["title"] is None
    assert document["text"] == f"{LEAD}\n\n{SECOND}"


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Page not found", "not_a_release"),
        ("404 Not Found", "not_a_release"),
        ("Sign in to continue reading", "not_a_release"),
        ("Just a moment...", "not_a_release"),
        ("Category: Health", "not_a_release"),
        ("Privacy Policy", "not_a_release"),
    ],
)
def test_pages_that_say_what_they_are_are_refused(title, reason):
    html = page(STORY.replace(TITLE, title)).replace(f"{TITLE} - Pinboard", title)
    assert reasons(read_one(html)) == [reason]


@pytest.mark.parametrize(
    "title",
    [
        "404 Patients Enrolled in LARK",
        "Forbidden Fruit Bio Reports Results",
        "Access to Care: A Study in Leeds",
        "Contact Lens Maker Files PMA",
    ],
)
def test_releases_that_open_like_error_pages_are_read(title):
    html = page(STORY.replace(TITLE, title)).replace(f"{TITLE} - Pinboard", title)
    assert read_document(html)["title"] == title


def test_listing_is_refused_and_its_teasers_are_no_text():
    entries = "".join(
        f"<article><h2><a href='/{n}'>Headline number {n} of the list</a></h2><p>It opens with…</p></article>"
        for n in range(6)
    )
    assert reasons(read_one(page(entries))) == ["not_a_release"]


def test_page_that_needs_a_script_is_refused():
    html = (
        "<html><head><title>Larkmere</title></head><body><div id='root'></div><script>render()</script></body></html>"
    )
    assert reasons(read_one(html)) == ["no_text"]


def test_text_in_inline_elements_alone_is_found():
    spans = "".join(f"<span>{LEAD}</span><br><br>" for _ in range(4))
    assert read_document(page(f"<div>{spans}</div>"))["text"].count("LEEDS") == 4


def test_page_without_its_end_is_an_excerpt():
    whole = page(STORY.replace("</div>", f"<p>{SECOND}</p></div>"))
    assert read_document(whole)["is_excerpt"] is False
    assert read_document(whole[: whole.rindex("</p>")])["is_excerpt"] is True
