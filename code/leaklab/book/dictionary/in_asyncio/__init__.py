"""Chapter 3. The dictionary's entries in asyncio, a file an entry."""
