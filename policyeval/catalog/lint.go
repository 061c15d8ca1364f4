package catalog

import (
	"cmp"
	"errors"
	"slices"
	"sort"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
)

// LintOptions are the options of [Lint] and [LintText]. The zero value is the
// default.
type LintOptions struct {
	// Type is what the document is used as. If it is unknown, only what holds
	// for every type is checked, beside what Parse was told.
	Type policyeval.PolicyType
	// Source is the text that Parse read, for lines and columns: a Policy does
	// not give its text away. LintText sets it.
	Source []byte
}

// maxLintFindings bounds the findings of one document, as package policyeval
// bounds its own: nobody reads more than the first.
const maxLintFindings = 1000

// lintBudget bounds the work of comparing patterns with each other, in steps
// of about ten nanoseconds. Only documents of thousands of statements exhaust
// it; what is left uncompared is then reported as nothing.
const lintBudget = 1 << 25

// Lint tells what is wrong or suspicious about a policy document: all faults
// and warnings of package policyeval, and what takes the catalog to see. The
// findings are in the order of the text, those at one place by rule. No
// findings is nil. Lint never fails: a Policy that has no JSON form yields a
// finding that says so.
//
// The rules of the catalog are the Rule constants. They hold to what is
// certain. The data are of the day [Updated], so an unknown name may be newer
// than the catalog. A pattern with wildcards is reported only if all of its
// actions are affected. A statement or entry counts as redundant only if
// another one covers it pattern by pattern, so that this stays true when AWS
// adds actions. Statements with a fault are not looked at any further.
//
// A Policy that was made by hand is checked in its canonical form, to which
// the positions refer. Documents with faults must be parsed with
// [policyeval.Lenient]; LintText does so. Lint is safe for concurrent use.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
func Lint(policy *policyeval.Policy, options ...func(*LintOptions)) []LintFinding {
	var o LintOptions
	for _, option := range options {
		option(&o)
	}
	if policy == nil {
		return nil
	}
	if len(policy.Statements) > 0 && (policy.Statements[0] == nil || policy.Statements[0].Offset == 0) {
		// Made by hand: in a text the brace of a statement is never the first.
		text, err := policy.MarshalJSON()
		if err != nil {
			return []LintFinding{{Rule: "JSON", Severity: LintError, Statement: -1, Message: err.Error()}}
		}
		return lintText(text, o)
	}
	l := newLinter(policy, o)
	return l.run()
}

// LintText parses a document leniently and lints it. A text that is no policy
// document yields one finding, with the rule and the position of the fault.
func LintText(text []byte, options ...func(*LintOptions)) []LintFinding {
	var o LintOptions
	for _, option := range options {
		option(&o)
	}
	return lintText(text, o)
}

func lintText(text []byte, o LintOptions) []LintFinding {
	o.Source = text
	policy, err := policyeval.Parse(text, policyeval.Lenient, policyeval.WithType(o.Type))
	l := newLinter(policy, o)
	if err != nil {
		l.fault(err)
		return l.sorted()
	}
	return l.run()
}

// linter is one run of Lint.
type linter struct {
	policy   *policyeval.Policy
	options  LintOptions
	findings []LintFinding
	reported map[lintMark]bool
	skip     map[int]bool // statements with faults
	carriers map[carrierKey]ActionSet
	budget   int
}

type lintMark struct {
	rule   string
	offset int
}

func newLinter(policy *policyeval.Policy, o LintOptions) *linter {
	return &linter{
		policy: policy, options: o, budget: lintBudget,
		reported: make(map[lintMark]bool), skip: make(map[int]bool), carriers: make(map[carrierKey]ActionSet),
	}
}

func (l *linter) run() []LintFinding {
	warnings, err := l.policy.Check(l.options.Type)
	if l.options.Type == policyeval.UnknownPolicyType {
		warnings = l.policy.Warnings() // those of the type that Parse was told
	}
	l.fault(err)
	operators := l.operatorsByOffset()
	for _, w := range warnings {
		l.reported[lintMark{w.Rule, w.Offset}] = true
		l.findings = append(l.findings, LintFinding{
			Rule: w.Rule, Severity: warningSeverity(w, operators[w.Offset]), Path: w.Path, Offset: w.Offset,
			Line: w.Line, Column: w.Column, Statement: statementOf(l.policy, w.Offset), Message: w.Message,
		})
	}
	l.document()
	for _, s := range l.policy.Statements {
		if !l.skip[s.Index] {
			l.statement(s)
		}
	}
	l.coverage()
	return l.sorted()
}

// fault turns an error of package policyeval into findings, and remembers the
// statements that are not to be trusted.
func (l *linter) fault(err error) {
	var faults policyeval.ParseErrors
	switch {
	case err == nil:
		return
	case !errors.As(err, &faults):
		var one *policyeval.ParseError
		if !errors.As(err, &one) {
			one = &policyeval.ParseError{Rule: "JSON", Message: err.Error(), Statement: -1}
		}
		faults = policyeval.ParseErrors{one}
	}
	for _, f := range faults {
		if f.Statement >= 0 {
			l.skip[f.Statement] = true
		}
		l.findings = append(l.findings, LintFinding{
			Rule: f.Rule, Severity: LintError, Path: f.Path, Offset: f.Offset, Line: f.Line, Column: f.Column,
			Statement: f.Statement, Message: f.Message, Advice: f.Advice,
		})
	}
	if l.policy == nil {
		return
	}
	// Beyond a thousand faults those of a statement may not be listed.
	for _, s := range l.policy.Statements {
		for e := policyeval.ElementNone; e <= policyeval.ElementCondition; e++ {
			if s.Faulty(e) {
				l.skip[s.Index] = true
			}
		}
		if s.Condition == nil {
			continue
		}
		for i := range s.Condition.Operators {
			op := &s.Condition.Operators[i]
			if op.Faulty() || slices.ContainsFunc(op.Keys, func(k policyeval.ConditionKey) bool { return k.Faulty() }) {
				l.skip[s.Index] = true
			}
		}
	}
}

// document checks what belongs to no statement.
func (l *linter) document() {
	if l.policy.Version == nil {
		l.add(LintWarning, RuleMissingVersion, lintPlace{statement: -1},
			"the document has no Version, so that policy variables are plain text", `add "Version": "2012-10-17"`)
	}
}

// add records a finding.
func (l *linter) add(severity LintSeverity, rule string, at lintPlace, message, advice string) {
	if len(l.findings) >= 4*maxLintFindings {
		return // they are sorted and cut to the first later
	}
	mark := lintMark{rule, at.offset}
	if l.reported[mark] {
		return
	}
	l.reported[mark] = true
	l.findings = append(l.findings, LintFinding{
		Rule: rule, Severity: severity, Path: at.pointer(l.policy), Offset: at.offset,
		Statement: at.statement, Message: message, Advice: advice,
	})
}

// sorted orders the findings and fills in lines and columns.
func (l *linter) sorted() []LintFinding {
	slices.SortStableFunc(l.findings, func(a, b LintFinding) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Path, b.Path), strings.Compare(a.Message, b.Message))
	})
	l.findings = l.findings[:min(len(l.findings), maxLintFindings)]
	if l.options.Source == nil {
		return l.findings
	}
	var starts []int // of lines
	starts = append(starts, 0)
	for i, b := range l.options.Source {
		if b == '\n' {
			starts = append(starts, i+1)
		}
	}
	for i := range l.findings {
		f := &l.findings[i]
		line := sort.SearchInts(starts, f.Offset+1)
		f.Line, f.Column = line, f.Offset-starts[line-1]+1
	}
	return l.findings
}

// WithPolicyType is an option of Lint that sets [LintOptions.Type].
func WithPolicyType(t policyeval.PolicyType) func(*LintOptions) {
	return func(o *LintOptions) { o.Type = t }
}

// WithSource is an option of Lint that sets [LintOptions.Source].
func WithSource(text []byte) func(*LintOptions) {
	return func(o *LintOptions) { o.Source = text }
}
