"""Tools for any async program: a clock, profiles of its tasks, a leak check. No server in here."""
