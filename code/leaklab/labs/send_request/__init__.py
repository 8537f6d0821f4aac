"""`SendRequest`: requests that a reader sends by hand and watches, in a page or a notebook."""
