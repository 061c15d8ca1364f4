package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// LintSeverity is how much a [LintFinding] matters. The classes and their names
// are those of the findings of IAM Access Analyzer; greater values are worse.
// The zero value is no severity.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
type LintSeverity uint8

// The severities.
const (
	// LintSuggestion: the policy can be written better; its meaning stays.
	LintSuggestion LintSeverity = iota + 1
	// LintWarning: the policy does not follow AWS's advice, or a part of it
	// has no effect.
	LintWarning
	// LintSecurityWarning: the policy may give more access than it seems to.
	LintSecurityWarning
	// LintError: AWS refuses the policy, or a part of it can never work.
	LintError
)

var lintSeverityTexts = [...]string{LintSuggestion: "suggestion", LintWarning: "warning", LintSecurityWarning: "security-warning", LintError: "error"}

// String returns "suggestion", "warning", "security-warning" or "error"; for
// values other than the constants it is "unknown".
func (s LintSeverity) String() string {
	if s < LintSuggestion || s > LintError {
		return "unknown"
	}
	return lintSeverityTexts[s]
}

// MarshalText returns the text of String. A value that is none of the
// constants is an error.
func (s LintSeverity) MarshalText() ([]byte, error) {
	if s < LintSuggestion || s > LintError {
		return nil, fmt.Errorf("catalog: lint severity %d does not exist: use the constants", uint8(s))
	}
	return []byte(lintSeverityTexts[s]), nil
}

// UnmarshalText reads what MarshalText writes.
func (s *LintSeverity) UnmarshalText(text []byte) error {
	i := slices.Index(lintSeverityTexts[:], string(text))
	if i < int(LintSuggestion) {
		return fmt.Errorf("catalog: %q is no lint severity: use suggestion, warning, security-warning or error", text)
	}
	*s = LintSeverity(i)
	return nil
}

// The rules of [Lint] beside those of package policyeval.
const (
	// RuleUnknownService: no service of the catalog has the prefix of an action.
	RuleUnknownService = "unknown-service"
	// RuleUnknownAction: a name or pattern matches no action of the catalog.
	RuleUnknownAction = "unknown-action"
	// RuleResourceType: an action takes none of the resources of its statement.
	RuleResourceType = "resource-type"
	// RuleWildcardOnly: an action that takes no resource is restricted to ARNs.
	RuleWildcardOnly = "wildcard-only-action"
	// RuleUnknownKey: the catalog has no such condition key.
	RuleUnknownKey = "unknown-condition-key"
	// RuleUnsupportedKey: requests for the action do not carry the condition key.
	RuleUnsupportedKey = "unsupported-condition-key"
	// RuleOperatorType: an operator does not fit the type of its key.
	RuleOperatorType = "operator-type"
	// RuleAllowNotAction, RuleAllowNotResource and RuleAllowNotPrincipal: an
	// Allow names what it leaves out, and so allows what nobody thought of.
	RuleAllowNotAction    = "allow-not-action"
	RuleAllowNotResource  = "allow-not-resource"
	RuleAllowNotPrincipal = "allow-not-principal"
	// RuleMissingVersion: the document has no Version.
	RuleMissingVersion = "missing-version"
	// RuleVariableVersion: a policy variable in a language version without them.
	RuleVariableVersion = "variable-version"
	// RuleDuplicateEntry: a list has one text twice.
	RuleDuplicateEntry = "duplicate-entry"
	// RuleRedundantEntry: another member of the list matches all that this does.
	RuleRedundantEntry = "redundant-entry"
	// RuleRedundantStatement: another statement of the same effect applies
	// whenever this one does.
	RuleRedundantStatement = "redundant-statement"
	// RuleShadowedStatement: a Deny applies whenever this Allow does.
	RuleShadowedStatement = "shadowed-statement"
	// RuleDenyNeverFires: no request can satisfy a Deny.
	RuleDenyNeverFires = "deny-never-fires"
)

// LintFinding is one remark of [Lint] on a policy document. It is a plain
// value.
type LintFinding struct {
	// Rule is one of the Rule constants, or the number of a rule of package
	// policyeval, such as "D2", or "JSON" for a text that is not JSON.
	Rule     string       `json:"rule"`
	Severity LintSeverity `json:"severity"`
	// Path is the JSON pointer (RFC 6901) of the value, "" for the document.
	Path string `json:"path"`
	// Offset is its byte offset in the document, from 0.
	Offset int `json:"offset"`
	// Line and Column count from 1, Column in bytes. Both are 0 if the text of
	// the document is not known; see [LintOptions].
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	// Statement is the index of the statement, -1 for the document as a whole.
	Statement int `json:"statement"`
	// Message says what was found and what it means, Advice what to do. Advice
	// may be empty where the message says it.
	Message string `json:"message"`
	Advice  string `json:"advice,omitempty"`
}

// String returns one line: place, severity, rule, message and advice.
func (f LintFinding) String() string {
	var b strings.Builder
	if f.Line > 0 {
		fmt.Fprintf(&b, "%d:%d: ", f.Line, f.Column)
	} else if f.Path != "" {
		b.WriteString(f.Path + ": ")
	}
	fmt.Fprintf(&b, "%s %s: %s", f.Severity, f.Rule, f.Message)
	if f.Advice != "" {
		b.WriteString("; " + f.Advice)
	}
	return b.String()
}
