// Sends requests through one of this folder's filters, and prints what
// became of them. Ours, like every Go file in this folder: a server in
// small, without HTTP. An answer is a text, and a second is 10 ms, a
// hundredth of the incident's times. Try it:
//
//	go run stage.go k8s_1_12.go "too late"
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

const (
	second   = 10 * time.Millisecond
	requests = 5 // at the same time, all of one fate
)

// request says what its handler does, and at which second.
type request struct {
	write, end time.Duration // when it writes, when it ends
	panics     bool          // at its end; it writes nothing
	stays      bool          // for as long as it likes, as a watch
	late       time.Duration // when its server begins to receive
}

var fates = map[string]request{
	"in time":        {write: 20, end: 20},
	"too late":       {write: 75, end: 75},
	"begun":          {write: 20, end: 75},
	"panics in time": {end: 20, panics: true},
	"panics late":    {end: 75, panics: true},
	"overtaken":      {late: 1},
	"stays open":     {write: 75, end: 75, stays: true},
}

var sent request // each of this run

// Counted over all requests of a run.
var passedOn, refused, logged int64

// inner is the handler that the filter stands around.
func inner(w writer, r request) {
	time.Sleep(r.write * second)
	if !r.panics {
		w.write("200")
	}
	time.Sleep((r.end - r.write) * second)
	if r.panics {
		panic("the handler panics")
	}
}

func timeoutFor(r request) (timeout time.Duration, postTimeout func()) {
	if r.stays {
		return 0, nil
	}
	return 60 * second, func() { atomic.AddInt64(&passedOn, 1) }
}

// timer is called as the select begins: a worker can be done before.
func timer(timeout time.Duration) <-chan time.Time {
	time.Sleep(sent.late * second)
	return time.After(timeout)
}

func handleError(outcome any) { atomic.AddInt64(&logged, 1) }

type writer interface{ write(answer string) }

// client is where an answer goes.
type client struct{ has string }

func (c *client) write(answer string) { c.has = answer }

// timeoutWriter lets a handler write until its time is up.
type timeoutWriter struct {
	writer writer
	mutex  sync.Mutex
	begun  bool // an answer
	over   bool // the time
}

func (tw *timeoutWriter) write(answer string) {
	tw.mutex.Lock()
	defer tw.mutex.Unlock()
	if tw.over {
		atomic.AddInt64(&refused, 1)
		return
	}
	tw.begun = true
	tw.writer.write(answer)
}

// timeout answers 504; it panics when another answer has begun.
func (tw *timeoutWriter) timeout() {
	tw.mutex.Lock()
	defer tw.mutex.Unlock()
	tw.over = true
	if tw.begun {
		panic("an answer had begun when the time was up")
	}
	tw.writer.write("504")
}

// connection serves a request, and cuts it off if that panics.
func connection(c *client, served *sync.WaitGroup) {
	defer served.Done()
	defer func() {
		if recover() != nil {
			c.has = "cut"
		}
	}()
	serve(c, sent)
}

func main() {
	sent = fates[os.Args[1]]
	before := runtime.NumGoroutine()
	var served sync.WaitGroup
	clients := make([]client, requests)
	served.Add(requests)
	for i := range clients {
		go connection(&clients[i], &served)
	}
	served.Wait()
	for i := 0; i < 100 && runtime.NumGoroutine() > before; i++ {
		time.Sleep(second) // until all that can end has ended
	}
	has := map[string]int{}
	for _, each := range clients {
		has[each.has]++
	}
	fmt.Println("answered 200:", has["200"])
	fmt.Println("answered 504:", has["504"])
	fmt.Println("cut off:", has["cut"])
	fmt.Println("timeouts passed on:", passedOn)
	fmt.Println("late writes refused:", refused)
	fmt.Println("late panics logged:", logged)
	fmt.Println("goroutines left:", runtime.NumGoroutine()-before)
}
