"""What a leader needs, read from the chapters themselves: there is no second text."""
