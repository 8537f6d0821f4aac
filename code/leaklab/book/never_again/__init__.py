"""Chapter 9's defences: a unit test, a canary, an alarm on the slope, and what each reports."""
