// Runs one entry of the dictionary and prints who does what, and when.
// Ours, like every Go file in this folder. Built with -tags faketime, which
// gives a Go program virtual time, it takes no time.
package main

import (
	"fmt"
	"os"
	"time"
)

var entries = map[string]func(){
	"start_a_task":      startATask,
	"rendezvous":        rendezvous,
	"room_for_one":      roomForOne,
	"first_of_two":      firstOfTwo,
	"panic_and_recover": panicAndRecover,
	"clean_up":          cleanUp,
	"close_the_sender":  closeTheSender,
	"task_outlives":     taskOutlives,
	"block_waits":       blockWaits,
	"block_cancels":     blockCancels,
	"stubborn_task":     stubbornTask,
}

var began = time.Now()

// say prints the seconds since the start, and who does what.
func say(who, what string) {
	fmt.Printf("%g\t%s\t%s\n", time.Since(began).Seconds(), who, what)
}

func main() {
	entries[os.Args[1]]()
	time.Sleep(time.Hour) // until all that it has started has ended
}
