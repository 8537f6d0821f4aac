package main

import "time"

// taskOutlives starts 75 s of work, and gives it 60.
func taskOutlives() {
	worker := func() {
		time.Sleep(75 * time.Second)
		say("worker", "ends")
	}

	go worker()
	time.Sleep(60 * time.Second)
	say("request", "has waited enough")
	say("request", "ends")
}
