package main

import (
	"fmt"
	"time"
)

// roomForOne sends two letters; one goes every 3 s.
func roomForOne() {
	box := make(chan int, 1)

	receiver := func() {
		for i := 0; i < 2; i++ {
			time.Sleep(3 * time.Second)
			letter := <-box
			say("receiver", fmt.Sprint("has letter ", letter))
		}
	}

	go receiver()
	for letter := 1; letter <= 2; letter++ {
		box <- letter
		say("sender", fmt.Sprint("goes on after letter ", letter))
	}
}
