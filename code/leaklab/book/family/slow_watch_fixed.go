package main

import (
	"fmt"
	"time"
)

// slowWatchFixed writes an event a second, and times out.
func slowWatchFixed() {
	results := make(chan int, 2)
	done := make(chan bool)

	producer := func() {
		for event := 1; ; event++ {
			select {
			case results <- event:
				say("producer", fmt.Sprint("has sent ", event))
			case <-done:
				say("producer", "ends")
				return
			}
		}
	}

	go producer()
	for i := 0; i < 3; i++ {
		time.Sleep(1 * time.Second)
		event := <-results
		say("watch", fmt.Sprint("writes ", event))
	}
	say("watch", "times out, reads no more")
	close(done)
}
