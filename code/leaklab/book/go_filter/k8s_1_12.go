package main

// serve, as in 1.12: the worker sends its outcome, whatever it is, and
// after a timeout nobody receives.
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

	go worker()
	select {
	case outcome := <-channel:
		if outcome != nil {
			panic(outcome)
		}
	case <-timer(timeout):
		postTimeout()
		tw.timeout()
	}
}
