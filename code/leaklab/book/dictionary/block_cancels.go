package main

import (
	"context"
	"sync"
	"time"
)

// blockCancels has its own group, and cancels it.
func blockCancels() {
	var group sync.WaitGroup
	ctx, cancel := context.WithCancel(context.Background())

	worker := func() {
		defer group.Done()
		defer say("worker", "leaves")
		select {
		case <-time.After(75 * time.Second):
			say("worker", "ends")
		case <-ctx.Done():
		}
	}

	group.Add(1)
	go worker()
	time.Sleep(60 * time.Second)
	say("request", "has waited enough")
	cancel()
	group.Wait()
	say("request", "ends")
}
