package main

import "time"

// closeTheSender sends one word, the last.
func closeTheSender() {
	words := make(chan string)

	receiver := func() {
		for word := range words {
			say("receiver", "has "+word)
		}
		say("receiver", "knows that it was the last")
	}

	go receiver()
	time.Sleep(1 * time.Second)
	words <- "hello"
	time.Sleep(1 * time.Second)
	close(words)
	say("sender", "goes on")
}
