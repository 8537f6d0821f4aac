"""The labs' scripts bundled for a page and for a kernel, and what the labs weigh in a page."""
