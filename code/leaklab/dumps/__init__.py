"""Dumps of Go programs: read in every form in which they come, and what they mean."""
