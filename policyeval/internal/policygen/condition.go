package policygen

// operators by family; the last field of each is what policy values look like.
func (s *Source) operator() (name string, operand func() string) {
	switch s.n(10) {
	case 0, 1, 2:
		return pick(s, "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"), s.text
	case 3:
		return pick(s, "ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals"), s.arn
	case 4:
		return pick(s, "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"), s.number
	case 5:
		return pick(s, "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"), s.date
	case 6:
		return "Bool", s.truthText
	case 7:
		return pick(s, "IpAddress", "NotIpAddress"), s.addressRange
	case 8:
		return "BinaryEquals", s.binary
	}
	return "Null", s.truthText
}

// condition is a Condition element.
func (s *Source) condition() string {
	if s.one(40) {
		return pick(s, `{}`, `{"StringEquals":{}}`)
	}
	used := map[string]bool{}
	var members []string
	for range 1 + s.n(3) {
		name, operand := s.operator()
		full := s.dressed(name)
		if used[full] { // a key twice would be a fault
			continue
		}
		used[full] = true
		members = append(members, quote(full)+":"+s.leaves(name, operand))
	}
	return object(members)
}

// dressed adds a qualifier, a suffix or odd letter case.
func (s *Source) dressed(name string) string {
	if s.fault() {
		return pick(s, "StringMatches", "BinaryNotEquals", "NullIfExists", "ForSomeValue:"+name, name+"IfExistsIfExists", "ForAllValues:ForAnyValue:"+name)
	}
	if name != "Null" && s.one(4) {
		name += "IfExists"
	}
	switch s.n(8) {
	case 5:
		name = "ForAllValues:" + name
	case 6, 7:
		name = "ForAnyValue:" + name
	}
	if s.one(12) {
		return flip(s, name)
	}
	return name
}

// leaves is the object of keys under one operator.
func (s *Source) leaves(operator string, operand func() string) string {
	used := map[string]bool{}
	var members []string
	for range 1 + s.n(2) {
		key := s.key()
		if used[key] {
			continue
		}
		used[key] = true
		members = append(members, quote(key)+":"+s.operands(operator, operand))
	}
	return object(members)
}

// operands is the value or list of values of one key.
func (s *Source) operands(operator string, operand func() string) string {
	if s.one(30) {
		return "[]"
	}
	wild := operator[0] == 'S' || operator[0] == 'A'
	return s.values(some(s, 3, func() string {
		if s.fault() {
			return pick(s, quote(s.malformed()), "null", "{}", `"${k:a}"`, "2024", "1.0", "[1]")
		}
		if wild && s.one(12) {
			return pick(s, quote("*"), quote("arn:aws:s3:::${k:a}"), quote("arn:${k:b, 'aws'}:s3:::*"), quote("arn:aws:iam::*:user/${aws:username}"))
		}
		text := operand()
		switch {
		case wild && s.one(2):
			return quote(s.patternOf(operator, text))
		case text != "" && (operator == "Bool" || operator == "Null") && (text == "true" || text == "false") && s.one(3):
			return text
		case operator[0] == 'N' && operator != "Null" && text[0] != '+' && s.one(3) && operator != "NotIpAddress":
			return text
		}
		return quote(text)
	}))
}

// patternOf keeps the colons of an ARN, so that most ARN operands load.
func (s *Source) patternOf(operator, text string) string {
	if operator[0] == 'S' {
		return s.word(text)
	}
	head, tail := "", text
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] == ':' {
			head, tail = text[:i+1], text[i+1:]
			break
		}
	}
	return head + s.word(tail)
}
