{{ seen_rows('captures') }}
