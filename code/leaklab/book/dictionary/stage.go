// Runs one of a folder's programs, its entries, and prints who does what, and
// when. Ours, like every Go file in this folder. Built with -tags faketime,
// which gives a Go program virtual time, it takes no time.
package main

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"time"
)

var began = time.Now()

// say prints the seconds since the start, and who does what.
func say(who, what string) {
	fmt.Printf("%g\t%s\t%s\n", time.Since(began).Seconds(), who, what)
}

var head = regexp.MustCompile(`(?m)^goroutine \d+ \[([^],]+)`)

// left says, of each goroutine that is still there, what it waits at.
func left() {
	stacks := make([]byte, 1<<16)
	stacks = stacks[:runtime.Stack(stacks, true)]
	for _, found := range head.FindAllSubmatch(stacks, -1)[1:] { // the first is this one
		say("left", "at "+string(found[1]))
	}
}

func main() {
	entries[os.Args[1]]()
	time.Sleep(time.Hour) // until all that can end has ended
	left()
}
