{{ seen_rows('milestones') }}
