"""What the workshop's folder brings along to check a participant's machine."""
