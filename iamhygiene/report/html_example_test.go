package report_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

// The page of a run, with the trend since earlier runs.
func ExampleHTML() {
	dir, err := os.MkdirTemp("", "report")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	file, err := os.Create(filepath.Join(dir, "report.html"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()
	monday, tuesday := run(now, "ALICE", "BOB", "carol"), run(now.AddDate(0, 0, 1), "alice", "BOB", "carol")
	err = report.HTML(file, tuesday, func(o *report.Options) {
		o.Title = "Sandbox"
		o.Previous = monday
		o.History = []*iamhygiene.Results{monday}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	page, _ := os.ReadFile(file.Name())
	for line := range strings.Lines(string(page)) {
		if strings.Contains(line, "<h1>") || strings.Contains(line, "<h2") {
			fmt.Print(line)
		}
	}
	// Output:
	// <h1>Sandbox</h1>
	// <h2 id="summary">Summary</h2>
	// <h2 id="themes">Score by theme</h2>
	// <h2 id="changes">Changes</h2>
	// <h2 id="trend">Trend</h2>
	// <h2 id="findings-heading" tabindex="-1">Findings</h2>
	// <h2 id="coverage">Controls of published benchmarks</h2>
}

func ExampleScores() {
	for _, s := range report.Scores(run(now, "ALICE", "bob", "carol", "dave")) {
		if percent, ok := s.Percent(); ok {
			fmt.Printf("%d of 100: %d pass, %d fail, %d unknown\n", percent, s.Counts.Pass, s.Counts.Fail, s.Counts.Unknown)
		}
	}
	// Output: 75 of 100: 3 pass, 1 fail, 0 unknown
}
