{{ as_of('catalyst_calendar') }}
