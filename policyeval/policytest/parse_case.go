package policytest

import (
	"bytes"
	"encoding/json"
)

// caseMembers are the members of a case, as messages list them.
var caseMembers = []string{"name", "rule", "source", "request", "identity", "resource", "boundary",
	"session", "scps", "rcps", "endpoint", "settings", "expect"}

// testCase reads one case.
func (c cursor) testCase() (Case, error) {
	var one Case
	one.Line, _ = c.file.position(c.offset)
	members, err := c.members()
	if err != nil {
		return one, err
	}
	given := make(map[string]bool, len(members))
	for _, m := range members {
		given[m.name] = true
		if err := m.into(&one); err != nil {
			return one, err
		}
	}
	for _, name := range []string{"name", "request", "expect"} {
		if !given[name] {
			return one, c.fault("the member "+name+" is missing", nil)
		}
	}
	return one, nil
}

// into reads one member of a case.
func (m member) into(one *Case) (err error) {
	c, p := m.value, &one.Policies
	switch m.name {
	case "name":
		if one.Name, err = c.text(); err == nil && one.Name == "" {
			err = c.fault("the name is empty; say what the case tests", nil)
		}
	case "rule":
		one.Rule, err = c.text()
	case "source":
		one.Source, err = c.text()
	case "request":
		err = c.request(&one.Request)
	case "identity":
		p.Identity, err = c.policies()
	case "resource":
		if !c.isNull() {
			p.Resource = bytes.Clone(c.raw)
		}
	case "boundary":
		p.Boundary, err = c.policies()
	case "session":
		p.Session, err = c.policies()
	case "scps":
		p.SCPs, err = c.levels()
	case "rcps":
		p.RCPs, err = c.levels()
	case "endpoint":
		p.Endpoint, err = c.policies()
	case "settings":
		err = c.settings(&one.Request)
	case "expect":
		one.Expect, err = c.outcome()
	default:
		err = m.unknown(caseMembers...)
	}
	return err
}

// policies reads a list of documents, whatever they hold.
func (c cursor) policies() ([]json.RawMessage, error) {
	elements, err := c.elements()
	if err != nil {
		return nil, err
	}
	list := make([]json.RawMessage, len(elements))
	for i, e := range elements {
		list[i] = bytes.Clone(e.raw)
	}
	return list, nil
}

// levels reads a list of lists of documents.
func (c cursor) levels() ([][]json.RawMessage, error) {
	elements, err := c.elements()
	if err != nil {
		return nil, err
	}
	list := make([][]json.RawMessage, len(elements))
	for i, e := range elements {
		if list[i], err = e.policies(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// outcome reads the member expect.
func (c cursor) outcome() (Outcome, error) {
	text, err := c.text()
	if err != nil {
		return "", err
	}
	var o Outcome
	if err := o.UnmarshalText([]byte(text)); err != nil {
		return "", c.fault("want one of "+outcomeList(), nil)
	}
	return o, nil
}
