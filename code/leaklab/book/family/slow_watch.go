package main

import (
	"fmt"
	"time"
)

// slowWatch writes an event a second, and times out.
func slowWatch() {
	results := make(chan int, 2)

	producer := func() {
		for event := 1; ; event++ {
			results <- event
			say("producer", fmt.Sprint("has sent ", event))
		}
	}

	go producer()
	for i := 0; i < 3; i++ {
		time.Sleep(1 * time.Second)
		event := <-results
		say("watch", fmt.Sprint("writes ", event))
	}
	say("watch", "times out, reads no more")
}
