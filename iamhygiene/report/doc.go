// Package report writes the results of a run in the forms that their readers
// already use, compares runs, and keeps baselines. It does not decide anything:
// what fails and how badly is in the results that package iamhygiene made. To
// work on findings in Go, use those results; do not parse a report.
//
// # Formats
//
// Every writer is a function with the same signature, so that a program can
// hold them in a map:
//
//   - For people: [Text] for a terminal, [Markdown] for a pull request or the
//     summary of a job, [HTML] for a browser, [CoverageText] and [CoverageHTML]
//     by control of the published benchmarks. Their wording and layout may
//     change with any release.
//   - For programs of one's own: [JSON] and [JSONLines], described by
//     [JSONSchema] and read back by [Read]; [CSV] and [CoverageCSV]. They are
//     stable: members and columns may be added, none changes its meaning.
//   - For the tools of others: [SARIF] for code scanning, [ASFF] and
//     [ASFFUpdates] for AWS Security Hub, [OCSF] for data lakes, [JUnit] for the
//     test page of a CI server.
//
// Writers stream: none holds the text of a report in memory. They escape what
// their reader would take for more than text: formulas in CSV, markup in HTML
// and Markdown, mentions, terminal commands in all that is shown to people. They
// are deterministic: equal results and options give equal bytes. They change
// nothing, so several may write the same results at the same time.
//
// # What no format does
//
// No format leaves out an exempted failure: it is marked, with reason, owner and
// end. None shows Unknown as a failure or as a pass. A floor of severity leaves
// findings out, never out of the counts of Text, Markdown, HTML, JSON and JSON Lines.
//
// # Over time
//
// Findings are the same in two runs when their fingerprints are. [Compare] says
// what is new, mended or gone between two runs; missing data is never mended. A
// [Baseline] is a file of failures that are known, against which a pipeline
// compares, so that it stops only at what is worse; the program in
// examples/cigate does that. [Trend] is one line about many runs; with
// Options.History it is in Text and Markdown, and HTML draws it. [Scores] says
// how much of each theme passes.
package report
