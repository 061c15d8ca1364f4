package report

import (
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// keep selects findings.
type keep func(*iamhygiene.Finding) bool

// openAt selects the open failures of one severity.
func openAt(s iamhygiene.Severity) keep {
	return func(f *iamhygiene.Finding) bool { return f.Open() && f.Severity == s }
}

// withStatus selects by status, from a severity on.
func withStatus(status iamhygiene.Status, floor iamhygiene.Severity) keep {
	return func(f *iamhygiene.Finding) bool { return f.Status == status && f.Severity >= floor }
}

// exempted selects the failures under an exemption, from a severity on.
func exempted(floor iamhygiene.Severity) keep {
	return func(f *iamhygiene.Finding) bool { return f.Suppression != nil && f.Severity >= floor }
}

// group is the findings of one check that a section shows, at least one.
type group []*iamhygiene.Finding

// groupByCheck collects the findings that keep selects by check, in their
// order.
func groupByCheck(findings []iamhygiene.Finding, keep keep) []group {
	var groups []group
	at := make(map[string]int)
	for i := range findings {
		f := &findings[i]
		if !keep(f) {
			continue
		}
		n, ok := at[f.Check]
		if !ok {
			n = len(groups)
			at[f.Check] = n
			groups = append(groups, nil)
		}
		groups[n] = append(groups[n], f)
	}
	return groups
}

// size counts the findings of all groups.
func size(groups []group) int {
	n := 0
	for _, g := range groups {
		n += len(g)
	}
	return n
}

// first returns the first n findings of the group, all of them where n is
// negative.
func (g group) first(n int) group {
	if n >= 0 && len(g) > n {
		return g[:n]
	}
	return g
}

// statement is a message and the findings that share it.
type statement struct {
	message  string
	findings group
}

// statements collects findings with equal messages, in their order.
func (g group) statements() []statement {
	var out []statement
	at := make(map[string]int)
	for _, f := range g {
		m := message(f)
		n, ok := at[m]
		if !ok {
			n = len(out)
			at[m] = n
			out = append(out, statement{message: m})
		}
		out[n].findings = append(out[n].findings, f)
	}
	return out
}

// message returns the message of a finding, for Unknown without the ARN that
// the reader sees as the resource anyway.
func message(f *iamhygiene.Finding) string {
	if f.Status == iamhygiene.Unknown && f.Unknown != nil && f.Unknown.Scope == f.Resource.ARN {
		return strings.ReplaceAll(f.Message, " ("+f.Unknown.Scope+")", "")
	}
	return f.Message
}

// label is what a person calls the resource of a finding; empty where the
// message names it, or where it is the account as a whole.
func label(f *iamhygiene.Finding) string {
	switch f.Resource.Type {
	case iamhygiene.TypeAccount, iamhygiene.TypePasswordPolicy:
		return ""
	case iamhygiene.TypeRootUser:
		if strings.Contains(f.Message, "root user") {
			return ""
		}
		return "root user"
	}
	for part := range strings.SplitSeq(f.Resource.Name, "/") {
		if !strings.Contains(f.Message, part) {
			return f.Resource.Type + " " + f.Resource.Name
		}
	}
	return ""
}
