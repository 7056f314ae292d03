{{ seen_rows('review_decisions') }}
