package main

// The family's programs by name, for the dictionary's stage.go. Ours, as all here.
var entries = map[string]func(){
	"late_answer":        lateAnswer,
	"late_answer_fixed":  lateAnswerFixed,
	"slow_watch":         slowWatch,
	"slow_watch_fixed":   slowWatchFixed,
	"closed_early":       closedEarly,
	"closed_early_fixed": closedEarlyFixed,
}
