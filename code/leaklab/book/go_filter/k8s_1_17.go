package main

// serve, as in 1.17: after a timeout a drainer receives. Its start is
// deferred, because either of the two calls below it may panic.
func serve(w writer, r request) {
	timeout, postTimeout := timeoutFor(r)
	if timeout == 0 {
		inner(w, r)
		return
	}
	channel := make(chan any) // no room
	tw := &timeoutWriter{writer: w}

	worker := func() {
		defer func() { channel <- recover() }()
		inner(tw, r)
	}

	drainer := func() {
		if outcome := <-channel; outcome != nil {
			handleError(outcome)
		}
	}

	go worker()
	select {
	case outcome := <-channel:
		if outcome != nil {
			panic(outcome)
		}
	case <-timer(timeout):
		defer func() { go drainer() }()
		postTimeout()
		tw.timeout()
	}
}
