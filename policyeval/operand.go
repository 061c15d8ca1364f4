package policyeval

import (
	"bytes"
	"fmt"
	"net/netip"
)

// operands are the values of a condition entry, read once. Only the member for
// the operator's family is filled.
type operands struct {
	count                 int
	texts                 []glob // strings
	numbers               []decimal
	instants              []instant
	bools                 []bool
	binaries              [][]byte
	networks              []netip.Prefix
	arns                  []arnOperand
	wantNull, wantNotNull bool
}

// arnOperand is one value of an ARN operator: six globs, one for each field
// (O4), or a bare star that matches every ARN (O5).
type arnOperand struct {
	any    bool
	fields [6]glob
}

// compileOperands reads the values of an entry. The document was checked, so an
// error means that it was not checked for what it is used for.
func (a *Authorizer) compileOperands(l *leaf, values []ConditionValue, variables bool) error {
	l.count = len(values)
	if l.family == familyString && len(values) > 0 {
		l.texts = make([]glob, 0, len(values))
	}
	for i := range values {
		text := values[i].Text
		var err error
		ok := true
		switch l.family {
		case familyString:
			err = a.compileText(l, text, variables)
		case familyARN:
			err = a.compileARNOperand(l, text, variables)
		case familyNumeric:
			var d decimal
			d, ok = parseDecimal(text)
			l.numbers = append(l.numbers, d)
		case familyDate:
			var t instant
			t, _, ok = parseInstant(text)
			l.instants = append(l.instants, t)
		case familyBool, familyNull:
			var b bool
			b, ok = parseBool(text)
			l.bools = append(l.bools, b)
			l.wantNull = l.wantNull || b
			l.wantNotNull = l.wantNotNull || !b
		case familyBinary:
			var b []byte
			b, ok = appendBinary(nil, text)
			l.binaries = append(l.binaries, b)
		case familyIP:
			var p netip.Prefix
			p, ok = parseNetwork(text)
			l.networks = append(l.networks, p)
		}
		if err == nil && !ok {
			err = fmt.Errorf("policyeval: %s cannot compare with %s", l.name, quote(text))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *Authorizer) textMode(o operator, variables bool) textMode {
	var mode textMode
	if o.wild() {
		mode |= modeWild
	}
	if variables {
		mode |= modeVariables
	}
	return mode
}

func (a *Authorizer) compileText(l *leaf, text string, variables bool) error {
	g, err := compileGlob(text, a.textMode(l.operator, variables))
	if err != nil {
		return err
	}
	a.bindSlots(&g)
	l.texts = append(l.texts, g)
	return nil
}

func (a *Authorizer) compileARNOperand(l *leaf, text string, variables bool) error {
	if onlyStars(text) {
		l.arns = append(l.arns, arnOperand{any: true})
		return nil
	}
	fields := splitFields(text, variables)
	if len(fields) < 6 {
		return fmt.Errorf("policyeval: %s cannot compare with %s, which has fewer than six fields", l.name, quote(text))
	}
	var o arnOperand
	for i, f := range fields {
		g, err := compileGlob(f, a.textMode(l.operator, variables))
		if err != nil {
			return err
		}
		a.bindSlots(&g)
		o.fields[i] = g
	}
	l.arns = append(l.arns, o)
	return nil
}

// compare tells whether the value matches one of the operands of the positive
// operator. It reports false if the value is not of the operator's type.
func (st *state) compare(l *leaf, value string) (Truth, bool) {
	switch l.family {
	case familyString:
		return st.compareText(l, value), true
	case familyARN:
		return st.compareARN(l, value)
	case familyNumeric:
		d, ok := parseDecimal(value)
		for i := 0; ok && i < len(l.numbers); i++ {
			if l.holds(d.cmp(&l.numbers[i])) {
				return True, true
			}
		}
		return False, ok
	case familyDate:
		t, _, ok := parseInstant(value)
		return truthOf(ok && l.compareInstant(t)), ok
	case familyBool:
		b, ok := parseBool(value)
		for i := 0; ok && i < len(l.bools); i++ {
			if b == l.bools[i] {
				return True, true
			}
		}
		return False, ok
	case familyBinary:
		var ok bool
		st.binary, ok = appendBinary(st.binary[:0], value)
		for i := 0; ok && i < len(l.binaries); i++ {
			if bytes.Equal(st.binary, l.binaries[i]) {
				return True, true
			}
		}
		return False, ok
	case familyIP:
		addr, ok := parseAddress(value)
		for i := 0; ok && i < len(l.networks); i++ {
			if l.networks[i].Contains(addr) {
				return True, true
			}
		}
		return False, ok
	}
	return False, false
}

// compareInstant compares with the dates of a leaf.
func (l *leaf) compareInstant(t instant) bool {
	for i := range l.instants {
		if l.holds(t.cmp(l.instants[i])) {
			return true
		}
	}
	return false
}

// holds tells whether a comparison of request value and operand, as a sign, is
// what the operator asks for.
func (o operator) holds(sign int) bool {
	switch o.compare {
	case compareLess:
		return sign < 0
	case compareLessEquals:
		return sign <= 0
	case compareGreater:
		return sign > 0
	case compareGreaterEquals:
		return sign >= 0
	}
	return sign == 0
}
