package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"unicode/utf16"

	"github.com/iamhygiene/sdk/policyeval/catalog"
)

func writeText(w io.Writer, documents []document) error {
	out := bufio.NewWriter(w)
	for _, d := range documents {
		for _, f := range d.findings {
			fmt.Fprintf(out, "%s:%s\n", d.name, f)
		}
	}
	return out.Flush()
}

// writeJSON writes one list with the findings of all files.
func writeJSON(w io.Writer, documents []document) error {
	type finding struct {
		File string `json:"file"`
		catalog.LintFinding
	}
	all := []finding{}
	for _, d := range documents {
		for _, f := range d.findings {
			all = append(all, finding{d.name, f})
		}
	}
	return encode(w, all)
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// The parts of a SARIF 2.1.0 log that the program fills in.
//
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool struct {
			Driver sarifDriver `json:"driver"`
		} `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		URI   string      `json:"informationUri"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID string `json:"id"`
	}
	sarifResult struct {
		RuleID     string          `json:"ruleId"`
		RuleIndex  int             `json:"ruleIndex"`
		Level      string          `json:"level"`
		Message    sarifText       `json:"message"`
		Locations  []sarifLocation `json:"locations"`
		Properties sarifProperties `json:"properties"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		Physical struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
			Region sarifRegion `json:"region"`
		} `json:"physicalLocation"`
		Logical []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		ByteOffset  int `json:"byteOffset"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
	}
	sarifProperties struct {
		Severity catalog.LintSeverity `json:"severity"`
	}
)

// sarifLevels has no level between error and warning, so a security warning
// keeps its name in the properties.
var sarifLevels = map[catalog.LintSeverity]string{
	catalog.LintError: "error", catalog.LintSecurityWarning: "warning", catalog.LintWarning: "warning", catalog.LintSuggestion: "note",
}

func writeSARIF(w io.Writer, documents []document) error {
	run := sarifRun{ColumnKind: "utf16CodeUnits", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "iamhygiene-lint", URI: "https://github.com/iamhygiene/sdk", Rules: []sarifRule{}}
	var rules []string
	for _, d := range documents {
		for _, f := range d.findings {
			rules = append(rules, f.Rule)
		}
	}
	slices.Sort(rules)
	rules = slices.Compact(rules)
	for _, id := range rules {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{id})
	}
	for _, d := range documents {
		for _, f := range d.findings {
			index, _ := slices.BinarySearch(rules, f.Rule)
			result := sarifResult{RuleID: f.Rule, RuleIndex: index, Level: sarifLevels[f.Severity], Properties: sarifProperties{f.Severity}}
			result.Message.Text = f.Message
			if f.Advice != "" {
				result.Message.Text += "; " + f.Advice
			}
			var at sarifLocation
			at.Physical.Artifact.URI = (&url.URL{Path: filepath.ToSlash(d.name)}).String()
			at.Physical.Region = sarifRegion{f.Line, utf16Column(d.text, f), f.Offset}
			if f.Path != "" {
				at.Logical = []sarifLogical{{f.Path}}
			}
			result.Locations = []sarifLocation{at}
			run.Results = append(run.Results, result)
		}
	}
	return encode(w, sarifLog{"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// utf16Column turns a column in bytes into one in UTF-16 code units, as SARIF
// counts.
func utf16Column(text []byte, f catalog.LintFinding) int {
	start := f.Offset - (f.Column - 1)
	return len(utf16.Encode(bytes.Runes(text[start:f.Offset]))) + 1
}
