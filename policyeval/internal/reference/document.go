package reference

import (
	"encoding/json"
	"errors"
	"fmt"
)

// docType is a column of the table in section 1.
type docType int

const (
	identityDoc docType = iota // also boundary and session documents
	resourceDoc
	trustDoc
	scpDoc
	rcpDoc
	endpointDoc
)

// document is a policy whose elements have been checked.
type document struct {
	variables  bool // V1: the version has policy variables
	statements []statement
}

// statement is one statement. A faulty element exists only after lenient
// loading.
type statement struct {
	allow bool

	hasPrincipal   bool
	notPrincipal   bool
	principals     []principalValue
	principalFault bool

	notAction   bool
	actions     []string
	actionFault bool

	hasResource   bool
	notResource   bool
	resources     []resourceMember
	resourceFault bool

	condition      *condition
	conditionFault bool

	otherFault bool // an element that the language does not know
}

type loader struct {
	kind      docType
	variables bool
	lenient   bool
}

// load reads one document (D1-D5). An error is a load error.
func load(data json.RawMessage, kind docType, opt Options) (document, error) {
	top, err := parseTree(data)
	if err != nil {
		return document{}, err
	}
	if top.kind != 'o' {
		return document{}, errors.New("D1: not an object")
	}
	if top.twice != "" {
		return document{}, fmt.Errorf("D2: key %q twice", top.twice)
	}
	l := loader{kind: kind, lenient: opt.Lenient}
	var statements *node
	for _, m := range top.members {
		switch m.name {
		case "Version":
			if m.value.kind != 's' || (m.value.text != "2012-10-17" && m.value.text != "2008-10-17") {
				return document{}, errors.New("D4: unknown Version")
			}
			l.variables = m.value.text == "2012-10-17"
		case "Id":
			if m.value.kind != 's' {
				return document{}, errors.New("D9: Id must be a string")
			}
		case "Statement":
			statements = &m.value
		default:
			return document{}, fmt.Errorf("D3: unknown element %q", m.name)
		}
	}
	if statements == nil {
		return document{}, errors.New("D5: no Statement")
	}
	d := document{variables: l.variables}
	for i, n := range statements.list() {
		if n.kind != 'o' {
			return document{}, fmt.Errorf("D5: /Statement/%d is not an object", i)
		}
		s, err := l.statement(n)
		if err != nil {
			return document{}, fmt.Errorf("/Statement/%d: %w", i, err)
		}
		d.statements = append(d.statements, s)
	}
	return d, nil
}

// statement reads one statement (D3, D6, D7, D10-D12).
func (l loader) statement(n node) (statement, error) {
	var s statement
	count := map[string]int{}
	var effectErr, principalErr, actionErr, resourceErr, conditionErr, otherErr error
	effectErr = errors.New("D6: no Effect")
	for _, m := range n.members {
		count[m.name]++
		err := m.value.duplicate()
		if count[m.name] > 1 {
			err = fmt.Errorf("D2: key %q twice", m.name)
		}
		switch m.name {
		case "Sid":
			otherErr = errors.Join(otherErr, err)
			if m.value.kind != 's' {
				otherErr = errors.New("D9: Sid must be a string")
			}
		case "Effect":
			effectErr = err
			if m.value.kind != 's' || (m.value.text != "Allow" && m.value.text != "Deny") {
				effectErr = errors.New("D6: Effect must be Allow or Deny")
			}
			s.allow = m.value.text == "Allow" && effectErr == nil
		case "Principal", "NotPrincipal":
			s.hasPrincipal = true
			s.notPrincipal = m.name == "NotPrincipal"
			var valueErr error
			s.principals, valueErr = l.principalElement(m.value, s.notPrincipal)
			principalErr = errors.Join(principalErr, err, valueErr)
		case "Action", "NotAction":
			s.notAction = m.name == "NotAction"
			var valueErr error
			s.actions, valueErr = l.actionElement(m.value, s.notAction)
			actionErr = errors.Join(actionErr, err, valueErr)
		case "Resource", "NotResource":
			s.hasResource = true
			s.notResource = m.name == "NotResource"
			var valueErr error
			s.resources, valueErr = l.resourceElement(m.value, s.notResource)
			resourceErr = errors.Join(resourceErr, err, valueErr)
		case "Condition":
			var valueErr error
			s.condition, valueErr = l.conditionElement(m.value)
			conditionErr = errors.Join(conditionErr, err, valueErr)
		default:
			otherErr = fmt.Errorf("D3: unknown element %q", m.name)
		}
	}
	principalErr = errors.Join(principalErr, l.principalRule(count))
	resourceErr = errors.Join(resourceErr, l.resourceRule(count))
	if count["Action"]+count["NotAction"] != 1 {
		actionErr = errors.Join(actionErr, errors.New("D7: exactly one of Action and NotAction"))
	}
	if err := errors.Join(effectErr, principalErr, actionErr, resourceErr, conditionErr, otherErr); err != nil && !l.lenient {
		return statement{}, err
	}
	// Reading: a statement whose Effect is faulty is taken as a Deny, because
	// nothing else is against the requester. s.allow is false then.
	s.principalFault = principalErr != nil
	s.actionFault = actionErr != nil
	s.resourceFault = resourceErr != nil
	s.conditionFault = conditionErr != nil
	s.otherFault = otherErr != nil
	return s, nil
}

// principalRule is the Principal rows of the table (D7, D10, D11, D12, G7).
func (l loader) principalRule(count map[string]int) error {
	p, np := count["Principal"], count["NotPrincipal"]
	switch l.kind {
	case identityDoc, scpDoc:
		if p+np != 0 {
			return errors.New("D10: no Principal here")
		}
	case trustDoc, rcpDoc:
		if p != 1 || np != 0 {
			return errors.New("D11, D12, G7: Principal is required, NotPrincipal not allowed")
		}
	default:
		if p+np != 1 {
			return errors.New("D7, D11: exactly one of Principal and NotPrincipal")
		}
	}
	return nil
}

// resourceRule is the Resource row of the table (D7, D10, D12).
func (l loader) resourceRule(count map[string]int) error {
	n := count["Resource"] + count["NotResource"]
	switch {
	case l.kind == trustDoc && n != 0:
		return errors.New("D12: no Resource in a trust policy")
	case l.kind == resourceDoc && n > 1:
		return errors.New("D7: Resource and NotResource")
	case l.kind != trustDoc && l.kind != resourceDoc && n != 1:
		return errors.New("D10: exactly one of Resource and NotResource")
	}
	return nil
}
