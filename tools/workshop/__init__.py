"""The workshop's folder, for a room without network: what is in it is listed in `parts`."""
