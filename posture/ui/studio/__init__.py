"""The page "Studio": clients, their visits, change over time, plans, reports, a group's day."""
