package main

import "time"

// closedEarly waits 60 s for an answer that takes 75.
func closedEarly() {
	answers := make(chan string, 1)

	worker := func() {
		time.Sleep(75 * time.Second)
		say("worker", "sends")
		answers <- "an answer"
		say("worker", "ends")
	}

	go worker()
	select {
	case answer := <-answers:
		say("request", "has "+answer)
	case <-time.After(60 * time.Second):
		say("request", "times out")
	}
	close(answers)
}
