"""A server under load, in virtual time: a `Scenario` goes in, a `Run` comes out."""
