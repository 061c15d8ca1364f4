package report_test

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

type junitNumbers struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
}

type junitCase struct {
	Name       string `xml:"name,attr"`
	Properties []struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	} `xml:"properties>property"`
	Failure, Error, Skipped *struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Body    string `xml:",chardata"`
	}
}

type junitFile struct {
	junitNumbers
	Suites []struct {
		junitNumbers
		Name  string      `xml:"name,attr"`
		Cases []junitCase `xml:"testcase"`
	} `xml:"testsuite"`
}

// junit reads what JUnit wrote, with the names of the elements in lower case.
func junit(t *testing.T, res *iamhygiene.Results, opts ...func(*report.Options)) junitFile {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, report.JUnit(&out, res, opts...))
	text := strings.NewReplacer("<failure", "<Failure", "</failure", "</Failure", "<error", "<Error", "<skipped", "<Skipped").Replace(out.String())
	var file junitFile
	dec := xml.NewDecoder(strings.NewReader(text))
	dec.Strict = true
	require.NoError(t, dec.Decode(&file))
	return file
}

func TestJUnit(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, report.JUnit(&out, results(t), func(o *report.Options) { o.Preset = "standard" }))
	golden(t, "report.junit.xml", out.Bytes())
}

// TestJUnitCounts: the numbers agree with the elements and with the summary of
// the other formats, with and without a floor.
func TestJUnitCounts(t *testing.T) {
	res := results(t)
	for _, floor := range []iamhygiene.Severity{0, iamhygiene.SeverityMedium} {
		file := junit(t, res, func(o *report.Options) { o.Floor = floor })
		var total junitNumbers
		names := map[string]bool{}
		for _, s := range file.Suites {
			var n junitNumbers
			for _, c := range s.Cases {
				n.Tests++
				assert.False(t, names[c.Name], "%s is there twice", c.Name)
				names[c.Name] = true
				if c.Failure != nil {
					n.Failures++
				}
				if c.Error != nil {
					n.Errors++
				}
				if c.Skipped != nil {
					n.Skipped++
				}
			}
			assert.Equal(t, n, s.junitNumbers, s.Name)
			total.Tests += n.Tests
			total.Failures += n.Failures
			total.Errors += n.Errors
			total.Skipped += n.Skipped
		}
		assert.Equal(t, total, file.junitNumbers)
		if floor == 0 {
			c := res.Count()
			assert.Equal(t, junitNumbers{len(res.Findings), c.Fail, c.Unknown, c.NotApplicable + c.Manual + c.Suppressed}, total)
		}
	}
}

// TestJUnitOutcomes: each status has its element, and Unknown is no failure.
func TestJUnitOutcomes(t *testing.T) {
	res := results(t)
	byFingerprint := map[string]junitCase{}
	for _, s := range junit(t, res).Suites {
		for _, c := range s.Cases {
			for _, p := range c.Properties {
				if p.Name == "fingerprint" {
					byFingerprint[p.Value] = c
				}
			}
		}
	}
	for _, f := range res.Findings {
		c, ok := byFingerprint[f.Fingerprint]
		require.True(t, ok)
		assert.Equal(t, f.Open(), c.Failure != nil, c.Name)
		assert.Equal(t, f.Status == iamhygiene.Unknown, c.Error != nil, c.Name)
		assert.Equal(t, f.Suppression != nil || f.Status == iamhygiene.Manual || f.Status == iamhygiene.NotApplicable, c.Skipped != nil, c.Name)
		if c.Failure != nil {
			assert.Contains(t, c.Failure.Body, f.Resource.ARN)
			assert.Equal(t, f.Severity.String(), c.Failure.Type)
		}
		if c.Error != nil {
			assert.Equal(t, "AccessDenied", c.Error.Type)
		}
	}
}

// TestJUnitCharacters: any text of a check makes well-formed XML.
func TestJUnitCharacters(t *testing.T) {
	var all strings.Builder
	for r := rune(0); r < 0x300; r++ {
		all.WriteRune(r)
	}
	all.WriteString("]]> \ufffe \uffff \u202e \xff")
	res := results(t, stub{iamhygiene.Info{ID: "aaa", Title: all.String(), Severity: iamhygiene.SeverityCritical},
		[]iamhygiene.Finding{{Status: iamhygiene.Fail, Message: all.String(), Resource: user(all.String())}}})
	file := junit(t, res)
	for _, s := range file.Suites {
		for _, c := range s.Cases {
			for _, r := range c.Name {
				assert.False(t, r < ' ' && r != '\n' && r != '\t', "%q", r)
			}
		}
	}
}
