"""Schedules, moves and measures. The only room that imports dagster; it knows no press release."""
