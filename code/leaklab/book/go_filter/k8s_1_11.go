package main

// serve, as in 1.11: the worker closes the channel, which never waits.
// It recovers nothing, so that a panic of inner ends the program.
func serve(w writer, r request) {
	timeout, postTimeout := timeoutFor(r)
	if timeout == 0 {
		inner(w, r)
		return
	}
	done := make(chan struct{})
	tw := &timeoutWriter{writer: w}

	worker := func() {
		inner(tw, r)
		close(done)
	}

	go worker()
	select {
	case <-done:
	case <-timer(timeout):
		postTimeout()
		tw.timeout()
	}
}
