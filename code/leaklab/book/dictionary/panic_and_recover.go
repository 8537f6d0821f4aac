package main

import "fmt"

// panicAndRecover calls what panics, and lives.
func panicAndRecover() {
	work := func() {
		panic("no such page")
	}

	defer func() {
		if value := recover(); value != nil {
			say("caller", fmt.Sprint("recovers: ", value))
		}
	}()
	work()
	say("caller", "never gets here")
}
