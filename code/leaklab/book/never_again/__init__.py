"""Chapter 10. The defences: a unit test, a canary, an alarm on the slope, and what each reports."""
