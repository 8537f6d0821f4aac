package main

import (
	"context"
	"sync"
	"time"
)

// stubbornTask cancels a worker that does not look.
func stubbornTask() {
	var group sync.WaitGroup
	_, cancel := context.WithCancel(context.Background())

	worker := func() {
		defer group.Done()
		time.Sleep(75 * time.Second)
		say("worker", "ends")
	}

	group.Add(1)
	go worker()
	time.Sleep(60 * time.Second)
	say("request", "has waited enough")
	cancel()
	group.Wait()
	say("request", "ends")
}
