"""`IncidentReplay`: the two evenings, replayed with other numbers."""
