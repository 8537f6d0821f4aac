"""`LimitsLab`: a limit and its place, a client's retries and pages, and the clocks of a chain."""
