package main

import "time"

// startATask starts a child and goes on.
func startATask() {
	child := func() {
		time.Sleep(2 * time.Second)
		say("child", "ends")
	}

	go child()
	say("parent", "goes on")
}
