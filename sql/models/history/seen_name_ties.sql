{{ seen_rows('name_ties') }}
