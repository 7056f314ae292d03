from datetime import UTC, datetime

import pytest
from read.payloads import item_rows, read_one, reasons

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Wire</title><link>https://wire.example/</link>
{items}
</channel></rss>"""
ITEM = """<item><media:title>Not this</media:title><title><![CDATA[Larkmere &amp; Tarn <i>Merge</i>]]></title>
<link>https://wire.example/1?utm_source=rss</link><guid isPermaLink="false">1</guid>
<pubDate>Tue, 06 May 2031 07:30:00 -0400</pubDate><category>Health</category><category>Biotech</category>
<dc:subject>Health</dc:subject>
<description><![CDATA[<p>LEEDS, May 6, 2031&nbsp;-- They said&hellip;</p>]]></description></item>"""
FULL = "<p>" + "Larkmere tells a long story of its trial. " * 30 + "</p><p>About Larkmere</p>"


def test_rss_item_is_a_post():
    (post,) = read_one(RSS.format(items=ITEM)).posts.to_dicts()
    assert post["kind"] == "feed_item"
    assert post["title"] == "Larkmere & Tarn Merge"
    assert post["url"] == "https://wire.example/1"
    assert post["excerpt"] == "LEEDS, May 6, 2031 -- They said…"
    assert post["is_truncated"] is True
    assert post["published_at"] == datetime(2031, 5, 6, 11, 30, tzinfo=UTC)
    assert post["published_at_precision_s"] == 1
    assert post["categories"] == ["Health", "Biotech"]
    assert post["age_text"] is None


def test_item_with_its_full_text_is_a_release_too():
    item = f"<item><title>Long News</title><link>/2</link><content:encoded><![CDATA[{FULL}]]></content:encoded></item>"
    result = read_one(RSS.format(items=item))
    (document,) = result.documents.to_dicts()
    assert document["url"] == result.posts["url"][0] == "https://wire.example/2"
    assert document["text"].startswith("Long News\n\nLarkmere tells")
    assert document["text"].endswith("\n\nAbout Larkmere")
    assert result.log["item_count"].to_list() == [2]


def test_atom_entry_is_a_post():
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>W</title>
    <entry><title type="html">A &lt;b&gt;Trial&lt;/b&gt;</title>
    <link rel="enclosure" href="https://wire.example/x.pdf"/><link href="https://wire.example/3"/><id>tag:1</id>
    <updated>2031-05-06T07:30:00Z</updated><category term="health" label="Health"/>
    <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">It <b>began</b>.</div></summary></entry></feed>"""
    (post,) = read_one(atom).posts.to_dicts()
    assert (post["title"], post["url"], post["excerpt"]) == ("A Trial", "https://wire.example/3", "It began.")
    assert post["published_at"] == datetime(2031, 5, 6, 7, 30, tzinfo=UTC)
    assert post["categories"] == ["Health"]


def test_rdf_and_json_feeds_are_read():
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item rdf:about="https://wire.example/4"><title>Four</title>
    <link>https://wire.example/4</link><dc:date>2031-05-06</dc:date></item></rdf:RDF>"""
    (post,) = read_one(rdf).posts.to_dicts()
    assert (post["url"], post["published_at_precision_s"]) == ("https://wire.example/4", 86400)
    json_feed = """{"version": "https://jsonfeed.org/version/1.1", "items": [
    {"id": "5", "title": "Five", "tags": ["Health"], "url": "https://wire.example/5", "summary": "It is...",
    "date_published": "2031-05-06T07:30:00Z"}, {"id": "6"}, 7]}"""
    result = read_one(json_feed)
    assert result.posts.row(0, named=True)["is_truncated"] is True
    assert sorted(reasons(result)) == ["bad_record", "no_title"]


@pytest.mark.parametrize("when", ["<guid>12</guid>", "<pubDate>Fri 07:00</pubDate>", "<pubDate>soon</pubDate>", ""])
def test_no_date_is_invented(when):
    (post,) = read_one(RSS.format(items=f"<item><title>Undated</title>{when}</item>")).posts.to_dicts()
    assert post["published_at"] is None
    assert post["published_at_precision_s"] is None


def test_html_entities_and_wrong_declarations_do_not_stop_a_feed():
    feed = RSS.format(items="<item><title>Caf&eacute; &amp; Söhne</title></item>").replace("UTF-8", "utf-16")
    assert read_one(feed).posts["title"].to_list() == ["Café & Söhne"]


def test_a_feed_cut_in_the_middle_gives_what_it_has_and_says_so():
    items = "".join(f"<item><title>Number {n}</title><link>https://wire.example/{n}</link></item>" for n in range(20))
    feed = RSS.format(items=items)
    assert reasons(read_one(feed)) == []
    cut = read_one(feed[: len(feed) // 2])
    assert 5 <= cut.posts.height < 20
    assert reasons(cut) == ["unreadable"]
    assert item_rows(cut) == cut.log["item_count"].sum()


def test_a_feed_without_anything_is_not_cut():
    assert reasons(read_one('<?xml version="1.0"?><rss version="2.0"/>')) == ["no_text"]


def test_items_that_cannot_be_posts_are_rejects():
    items = f"{ITEM}{ITEM}<item><link>https://wire.example/9</link></item>"
    result = read_one(RSS.format(items=items))
    assert sorted(reasons(result)) == ["duplicate_item", "no_title"]
    assert item_rows(result) == result.log["item_count"].sum() == 3


def test_items_that_all_link_to_the_front_page_are_kept_apart():
    items = "".join(f"<item><title>Number {n}</title><link>https://wire.example/</link></item>" for n in range(3))
    posts = read_one(RSS.format(items=items)).posts
    assert posts["title"].to_list() == ["Number 0", "Number 1", "Number 2"]
    assert posts["post_id"].n_unique() == 3


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (RSS.format(items=""), "no_text"),
        ('<?xml version="1.0"?><urlset><url><loc>x</loc></url></urlset>', "not_a_feed"),
        (
            '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;',
            "not_a_feed",
        ),
        ('<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss>&a;</rss>', "not_a_feed"),
    ],
    ids=["empty", "sitemap", "entities", "external entity"],
)
def test_what_is_no_feed_is_refused(payload, reason):
    assert reasons(read_one(payload, content_type="application/rss+xml")) == [reason]
