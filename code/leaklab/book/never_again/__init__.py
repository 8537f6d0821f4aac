"""Chapter 9. The defences: a unit test, a canary, an alarm on the slope, and what each reports."""
