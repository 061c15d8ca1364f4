package policyeval

// MarshalJSON returns the document in canonical form: without white space, the
// elements in the order in which AWS writes them, every string with as few
// escapes as JSON allows. The order of statements, of list members and of
// condition entries, bare values and lists, and the text of numbers stay as
// they were written, so that Parse of the result gives an equal document (D18).
// That includes a document that was loaded leniently.
//
// It fails only for a Policy that was made by hand and has no JSON form, for
// example one with a bare List of two members.
func (p *Policy) MarshalJSON() ([]byte, error) {
	w := writer{buf: make([]byte, 0, len(p.source)+2)}
	w.policy(p)
	if w.err != nil {
		return nil, w.err
	}
	return w.buf, nil
}

// UnmarshalJSON is Parse without options. Offsets count from the start of data,
// which is not the start of the text that a json.Decoder reads.
func (p *Policy) UnmarshalJSON(data []byte) error {
	parsed, err := Parse(data)
	if err != nil {
		return err
	}
	*p = *parsed
	return nil
}

// String returns the canonical form, or a note if there is none.
func (p *Policy) String() string {
	b, err := p.MarshalJSON()
	if err != nil {
		return "!(" + err.Error() + ")"
	}
	return string(b)
}

// Equal reports whether the two documents are equal as written: they have the
// same canonical form. White space, escapes, the order of members in the
// document and in a statement, and the options of Parse do not count. Documents
// that mean the same but are written differently are not equal.
func (p *Policy) Equal(q *Policy) bool {
	if p == nil || q == nil {
		return p == q
	}
	a, errA := p.MarshalJSON()
	b, errB := q.MarshalJSON()
	return errA == nil && errB == nil && string(a) == string(b)
}

func (w *writer) policy(p *Policy) {
	w.open('{')
	if p.Version != nil {
		w.name("Version")
		w.text(p.Version.Value)
	}
	if p.ID != nil {
		w.name("Id")
		w.text(p.ID.Value)
	}
	w.name("Statement")
	if p.StatementBare && len(p.Statements) != 1 {
		w.fail("StatementBare with %d statements", len(p.Statements))
	}
	if !p.StatementBare {
		w.open('[')
	}
	for _, s := range p.Statements {
		if s == nil {
			w.fail("a nil statement")
			return
		}
		w.statement(s)
	}
	if !p.StatementBare {
		w.close(']')
	}
	w.close('}')
}

func (w *writer) statement(s *Statement) {
	w.open('{')
	if s.Sid != nil {
		w.name("Sid")
		w.text(s.Sid.Value)
	}
	if s.Effect != 0 {
		text, err := s.Effect.MarshalText()
		if err != nil {
			w.err = err
		}
		w.name("Effect")
		w.text(string(text))
	}
	w.principals("Principal", s.Principal)
	w.principals("NotPrincipal", s.NotPrincipal)
	w.element("Action", s.Action)
	w.element("NotAction", s.NotAction)
	w.element("Resource", s.Resource)
	w.element("NotResource", s.NotResource)
	if s.Condition != nil {
		w.name("Condition")
		w.condition(s.Condition)
	}
	// Last, so that of two members with one name the readable one comes first
	// and the other is the repeated one again when the text is parsed.
	for _, m := range s.extra {
		w.name(m.name)
		w.raw(m.text)
	}
	w.close('}')
}

func (w *writer) principals(name string, el *PrincipalElement) {
	if el == nil {
		return
	}
	w.name(name)
	switch {
	case el.Wildcard:
		w.text("*")
		return
	case el.emptyList:
		w.raw("[]")
		return
	}
	w.open('{')
	for i := range el.Entries {
		w.name(string(el.Entries[i].Kind))
		w.list(&el.Entries[i].Values)
	}
	w.close('}')
}

func (w *writer) element(name string, l *List) {
	if l != nil {
		w.name(name)
		w.list(l)
	}
}

func (w *writer) list(l *List) {
	if l.Bare {
		if len(l.Members) != 1 {
			w.fail("a bare list of %d members", len(l.Members))
			return
		}
		w.text(l.Members[0].Value)
		return
	}
	w.open('[')
	for i := range l.Members {
		w.text(l.Members[i].Value)
	}
	w.close(']')
}

func (w *writer) condition(c *Condition) {
	w.open('{')
	for i := range c.Operators {
		op := &c.Operators[i]
		w.name(op.Name)
		if op.raw != "" {
			w.raw(op.raw)
			continue
		}
		w.open('{')
		for j := range op.Keys {
			w.name(op.Keys[j].Key)
			w.conditionValues(&op.Keys[j])
		}
		w.close('}')
	}
	w.close('}')
}

func (w *writer) conditionValues(k *ConditionKey) {
	switch {
	case k.raw != "":
		w.raw(k.raw)
		return
	case k.Bare && len(k.Values) == 1:
		w.conditionValue(k.Values[0])
		return
	case k.Bare:
		w.fail("a bare condition value of %d members", len(k.Values))
		return
	}
	w.open('[')
	for _, v := range k.Values {
		w.conditionValue(v)
	}
	w.close(']')
}

func (w *writer) conditionValue(v ConditionValue) {
	switch {
	case v.Kind == StringValue:
		w.text(v.Text)
	case v.Kind == NumberValue && v.Text != "" && numberLength(v.Text) == len(v.Text),
		v.Kind == BooleanValue && (v.Text == "true" || v.Text == "false"):
		w.raw(v.Text)
	default:
		w.fail("the %s %s", v.Kind, quote(v.Text))
	}
}
