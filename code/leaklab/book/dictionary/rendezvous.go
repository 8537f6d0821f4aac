package main

import "time"

// rendezvous: one comes early, the other late.
func rendezvous() {
	words := make(chan string)

	receiver := func() {
		time.Sleep(3 * time.Second)
		say("receiver", "receives")
		word := <-words
		say("receiver", "has "+word+", goes on")
	}

	go receiver()
	time.Sleep(1 * time.Second)
	say("sender", "sends")
	words <- "hello"
	say("sender", "goes on")
}
