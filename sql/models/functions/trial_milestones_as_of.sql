{{ as_of('trial_milestones') }}
