package main

// serve, as in draft 2: the drainer is started once the client has
// been answered. When that panics, it is not started.
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
		postTimeout()
		tw.timeout()
		go drainer()
	}
}
