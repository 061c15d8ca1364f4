package policyeval

import "slices"

// Check tells everything that can be told about the document as a policy of the
// given type: the warnings, and as error a [ParseErrors] with all faults, nil
// if there are none. A document that was loaded leniently has the faults that
// Parse kept, and more if the type adds some.
//
// A Policy that was made by hand is checked in its canonical form, to which
// the positions refer.
func (p *Policy) Check(t PolicyType) ([]Warning, error) {
	p, err := p.checked()
	if err != nil {
		return nil, err
	}
	v := validator{recorder{policy: p, warn: true}}
	v.common()
	// The faults that hold for every type were found by Parse, together with
	// those of reading, which cannot be found again.
	v.faults, v.lost = slices.Clone(p.faults), 0
	v.typed(t)
	warnings := v.sortWarnings()
	if len(v.faults) == 0 {
		return warnings, nil
	}
	return warnings, v.sortFaults()
}

// Warnings returns the remarks on the document as a policy of the type that
// Parse was told, in the order of the text. [Policy.Check] returns those for
// another type. A Policy that was made by hand and has no JSON form has none.
func (p *Policy) Warnings() []Warning {
	warnings, _ := p.Check(p.options.Type)
	return warnings
}

// checked returns p if Parse made it, else what Parse makes of its text: rules
// are applied to one form of document only.
func (p *Policy) checked() (*Policy, error) {
	if p.parsed {
		return p, nil
	}
	text, err := p.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return Parse(text)
}

// forUse returns the document as Compile takes it in the place of a type of
// policy. A strict document with a fault for that type is an error. For a
// lenient one faulty holds, for each statement, the elements that fail closed;
// it is nil if no statement has any. Faults of single condition entries are
// marked at the entries.
func (p *Policy) forUse(t PolicyType) (use *Policy, faulty []faultBits, err error) {
	if p, err = p.checked(); err != nil {
		return nil, nil, err
	}
	if !p.options.Lenient {
		if t == p.options.Type {
			return p, nil, nil
		}
		v := validator{recorder{policy: p}}
		if v.typed(t); len(v.faults) > 0 {
			return nil, nil, v.sortFaults()
		}
		return p, nil, nil
	}
	v := validator{recorder{policy: p}}
	add := func(statement int, bits faultBits) {
		if bits != 0 && faulty == nil {
			faulty = make([]faultBits, len(p.Statements))
		}
		if bits != 0 {
			faulty[statement] |= bits
		}
	}
	v.mark = func(at place) { add(at.statement, 1<<at.element) }
	v.typed(t)
	for i, s := range p.Statements {
		add(i, s.faulty)
	}
	return p, faulty, nil
}
