{{ seen_rows('trial_mentions') }}
