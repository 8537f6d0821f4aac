"""What Python in the reader's browser needs beside the package itself."""
