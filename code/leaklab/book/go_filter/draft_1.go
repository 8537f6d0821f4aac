package main

// serve, as in draft 1: the worker sends if somebody receives now, and
// goes on if not.
func serve(w writer, r request) {
	timeout, postTimeout := timeoutFor(r)
	if timeout == 0 {
		inner(w, r)
		return
	}
	channel := make(chan any) // no room
	tw := &timeoutWriter{writer: w}

	worker := func() {
		defer func() {
			outcome := recover()
			select {
			case channel <- outcome:
			default:
				if outcome != nil {
					handleError(outcome)
				}
			}
		}()
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
