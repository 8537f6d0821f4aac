package main

import "time"

// firstOfTwo waits for a word, twice, at most 2 s.
func firstOfTwo() {
	words := make(chan string)

	sender := func() {
		time.Sleep(1 * time.Second)
		words <- "hello" // and never again
	}

	wait2s := func() {
		select {
		case word := <-words:
			say("receiver", "has "+word)
		case <-time.After(2 * time.Second):
			say("receiver", "goes on without")
		}
	}

	go sender()
	wait2s()
	wait2s()
}
