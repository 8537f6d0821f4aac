package main

import "time"

// closedEarlyFixed waits 60 s for an answer that takes 75.
func closedEarlyFixed() {
	answers := make(chan string, 1)

	worker := func() {
		time.Sleep(75 * time.Second)
		say("worker", "sends")
		answers <- "an answer"
		close(answers)
		say("worker", "ends")
	}

	go worker()
	select {
	case answer := <-answers:
		say("request", "has "+answer)
	case <-time.After(60 * time.Second):
		say("request", "times out")
	}
}
