"""`RequestStory`: one request, step by step, through a handler."""
