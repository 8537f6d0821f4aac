"""HTTP/1 and HTTP/2 on trio's sockets, as net/http serves them: what the filters stand on."""
