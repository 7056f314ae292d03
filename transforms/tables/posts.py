"""Posts: teasers of releases, as feeds and "Recent Posts" lists show them."""

import dataframely as dy

from transforms.tables.columns import captured_at, identifier, observed_at, texts, utc


class Posts(dy.Schema):
    """Teasers seen.

    Grain: one row for each teaser (feed item, "Recent Posts" entry) in each capture.
    Source: transforms.read; topic by transforms.facts.
    Known problems: an age such as `2 hours ago` dates a post only as exactly as it is written.
    """

    post_id = identifier("Hash of url, or of source and title.", primary_key=True)
    capture_id = identifier("The capture it was seen in.", primary_key=True)
    source_id = dy.String(description="Id of the source.")
    kind = dy.Enum(["feed_item", "recent_post"], description="Where it was seen.")
    position = dy.Int32(min=0, description="Place in the list, from 0.")
    url = dy.String(nullable=True, description="Address it links to.")
    captured_at = captured_at()
    observed_at = observed_at()
    title = dy.String(min_length=1, description="Headline as shown.")
    excerpt = dy.String(nullable=True, description="Opening as shown, markup removed.")
    is_truncated = dy.Bool(description="The excerpt is cut short.")
    age_text = dy.String(nullable=True, description="Relative age as written: `2 hours ago`.")
    published_at = utc("When it was published, UTC; by its date, else by its age; else null.", nullable=True)
    published_at_precision_s = dy.Int32(
        nullable=True, min=0, description="How exact published_at is, seconds: 3600 for `2 hours ago`."
    )
    categories = texts("Categories as written.")
    is_health = dy.Bool(description="The post is about human health.")
    is_trial_news = dy.Bool(description="It concerns a clinical trial or a product's regulatory standing.")
