"""Handouts: for each chapter two pages of A4, one to work on and one to keep."""
