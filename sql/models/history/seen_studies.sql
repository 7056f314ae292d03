{{ seen_rows('studies') }}
