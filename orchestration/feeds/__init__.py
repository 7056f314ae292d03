"""The files of a published version that readers subscribe to: each feed as Atom, JSON Feed, CSV and Parquet, and the
calendar as ICS.

What is in a feed is SQL (feed_items); what it filters by is data/feeds.toml. Here marts become files, and nothing else.
"""
