package catalog

import (
	"fmt"
	"strings"
)

// Expand returns the actions that the patterns match together. It follows
// package policyeval, which follows AWS: a pattern is split at its first
// colon, * stands for any run of characters in either part and ? for one,
// letter case does not count, and a pattern of stars alone matches everything.
//
// The error is a *PatternError for a pattern that no policy may have: one
// without a colon, or with a policy variable. A pattern that is legal and
// matches nothing, such as a misspelt name, is no error; [Nearest] helps there.
//
// Patterns with a plain service decode that service only; those with a plain
// service and the name * decode nothing.
func Expand(patterns ...string) (ActionSet, error) {
	var set ActionSet
	for _, text := range patterns {
		if err := set.addPattern(text); err != nil {
			return ActionSet{}, err
		}
	}
	return set, nil
}

// A PatternError reports a text that is no pattern of actions.
type PatternError struct {
	Pattern string
	// Reason says what is wrong and what to do.
	Reason string
}

// Error returns one line with the pattern and the reason.
func (e *PatternError) Error() string {
	return fmt.Sprintf("catalog: action pattern %q: %s", e.Pattern, e.Reason)
}

func (s *ActionSet) addPattern(text string) error {
	r := ref()
	if text != "" && strings.Trim(text, "*") == "" {
		s.addRange(0, r.actions)
		return nil
	}
	prefix, name, found := strings.Cut(lower(text), ":")
	switch {
	case !found:
		return &PatternError{text, "there is no colon: write service:Name, for example s3:Get*, or * for all"}
	case strings.Contains(text, "${"):
		return &PatternError{text, "policy variables have no place in actions: write the name, or * and ?"}
	}
	if !strings.ContainsAny(prefix, "*?") {
		if i, ok := r.find(prefix); ok {
			s.addNames(&r.services[i], name)
		}
		return nil
	}
	for i := range r.services {
		if service := &r.services[i]; matchFold(prefix, service.prefix) {
			s.addNames(service, name)
		}
	}
	return nil
}

// addNames adds the actions of a service that match a pattern in lower case.
// The names are in order, so those with the literal start of the pattern stand
// side by side; only they are matched, and for a pattern such as get* that is
// the answer.
func (s *ActionSet) addNames(service *service, pattern string) {
	end := strings.IndexAny(pattern, "*?")
	if end < 0 {
		if n, ok := service.decode().find(pattern); ok {
			s.add(service.first + n)
		}
		return
	}
	if strings.Trim(pattern, "*") == "" {
		s.addRange(service.first, service.first+service.count)
		return
	}
	start := pattern[:end]
	lo, _ := service.decode().find(start)
	hi := lo
	rest := strings.Trim(pattern[end:], "*") != ""
	for ; hi < len(service.actions) && hasPrefixFold(service.actions[hi].name, start); hi++ {
		if rest && matchFold(pattern[end:], service.actions[hi].name[end:]) {
			s.add(service.first + hi)
		}
	}
	if !rest {
		s.addRange(service.first+lo, service.first+hi)
	}
}
