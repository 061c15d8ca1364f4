package reference

import (
	"errors"
	"strings"
	"unicode"
)

// actionElement checks the members of Action or NotAction (A5, A9, D15).
func (l loader) actionElement(n node, negated bool) ([]string, error) {
	texts, err := n.texts()
	if err != nil {
		return nil, err
	}
	if len(texts) == 0 && negated {
		return nil, errors.New("D15: empty NotAction")
	}
	for _, t := range texts {
		if l.variables && strings.Contains(t, "${") {
			return nil, errors.New("A9: variable in an action")
		}
		if !onlyStars(t) && !strings.Contains(t, ":") {
			return nil, errors.New("A5: no colon")
		}
	}
	return texts, nil
}

// actionMatches is A1-A7 for one pattern.
func actionMatches(pattern, action string) bool {
	if onlyStars(pattern) { // A2
		return true
	}
	service, name, _ := strings.Cut(pattern, ":") // A3
	if service == "" || name == "" || hasBlank(pattern) || strings.Contains(pattern, ",") {
		return false // A5, A6
	}
	wantService, wantName, _ := strings.Cut(action, ":")
	return matches(globOf(lowerASCII(service)), lowerASCII(wantService)) && // A1, A4, A7
		matches(globOf(lowerASCII(name)), lowerASCII(wantName))
}

func hasBlank(s string) bool { return strings.ContainsFunc(s, unicode.IsSpace) }

// actionApplies is the Action or NotAction element (A8).
func (s statement) actionApplies(action string) logic {
	if s.actionFault {
		return known(!s.allow)
	}
	for _, pattern := range s.actions {
		if actionMatches(pattern, action) {
			return known(!s.notAction)
		}
	}
	return known(s.notAction)
}

// checkAction is A10.
func checkAction(action string) error {
	service, name, found := strings.Cut(action, ":")
	if !found || service == "" || name == "" || hasWildcard(action) || hasBlank(action) {
		return errors.New("A10: the action must be service:Name")
	}
	return nil
}
