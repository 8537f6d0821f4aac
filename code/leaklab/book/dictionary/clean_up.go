package main

import (
	"fmt"
	"time"
)

// cleanUp leaves the room in order in any case.
func cleanUp() {
	work := func() {
		defer say("task", "puts out the lamp")
		say("task", "lights the lamp")
		time.Sleep(1 * time.Second)
		panic("no such page")
	}

	defer func() {
		if value := recover(); value != nil {
			say("task", fmt.Sprint("recovers: ", value))
		}
	}()
	work()
}
