// Two timeout filters in small, and a test of them with a clock of its own.
// Ours, like every Go file in this package. It needs Go 1.25 or later.
package bubble

import (
	"testing"
	"testing/synctest"
	"time"
)

type afterTimeout = func(outcome chan string)

// serve answers after 60 seconds. Its worker is done after 75.
func serve(then afterTimeout) string {
	outcome := make(chan string) // no room
	go func() {
		time.Sleep(75 * time.Second)
		outcome <- "200"
	}()
	select {
	case answer := <-outcome:
		return answer
	case <-time.After(60 * time.Second):
		then(outcome)
		return "504"
	}
}

func nothing(outcome chan string) {} // as in 1.12

func drain(outcome chan string) { // as in 1.17
	go func() { <-outcome }()
}

// check fails if a goroutine is left when the test function has ended.
func check(t *testing.T, then afterTimeout, wait time.Duration) {
	synctest.Test(t, func(t *testing.T) {
		if answer := serve(then); answer != "504" {
			t.Fatal(answer)
		}
		time.Sleep(wait)
	})
}

func TestNothing0s(t *testing.T)  { check(t, nothing, 0) }
func TestNothing16s(t *testing.T) { check(t, nothing, 16*time.Second) }
func TestDrain0s(t *testing.T)    { check(t, drain, 0) }
func TestDrain16s(t *testing.T)   { check(t, drain, 16*time.Second) }
