package main

import (
	"sync"
	"time"
)

// blockWaits is the same request, with a group of its own.
func blockWaits() {
	var group sync.WaitGroup

	worker := func() {
		defer group.Done()
		time.Sleep(75 * time.Second)
		say("worker", "ends")
	}

	group.Add(1)
	go worker()
	time.Sleep(60 * time.Second)
	say("request", "has waited enough")
	group.Wait()
	say("request", "ends")
}
