package main

// The dictionary's entries by name, for stage.go. Ours, as all here.
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
