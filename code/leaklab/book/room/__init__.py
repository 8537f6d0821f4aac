"""`leaklab room`: the book for a room of readers, and for their leader how far they are.

The built book is served on the local network, and each of its pages gets one script more, which
tells the server which bets its reader places and which exercises are solved. `serve` starts it,
`app` has its addresses, `store` what it keeps. Nothing of it is in the book's own pages.
"""
