"""Text to facts: sections, sentences, windows, roles, entities, milestones, topic.

Frames and texts in, frames out. Reading bytes does not belong here (transforms.read), nor does grouping releases
(dbt does that).
"""
