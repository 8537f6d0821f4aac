package main

import "time"

// lateAnswer waits 60 s for an answer that takes 75.
func lateAnswer() {
	answers := make(chan string)

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
}
