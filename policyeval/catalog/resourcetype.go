package catalog

import (
	"iter"
	"strings"
)

// ResourceType is a type of resource that a service defines, such as the
// bucket of Amazon S3. It is a small comparable handle, safe for concurrent
// use. The zero value is no type: its texts are empty and it matches nothing.
type ResourceType struct {
	service uint16 // as in Service
	n       uint16 // place in the service
}

func (t ResourceType) data() (*service, typeData) {
	s := t.Service().index().decode()
	if int(t.n) >= len(s.types) {
		return s, typeData{}
	}
	return s, s.types[t.n]
}

// Service returns the service whose actions take the type.
func (t ResourceType) Service() Service { return Service{t.service} }

// Name returns the name in the reference, such as "bucket". A few have blanks.
func (t ResourceType) Name() string {
	_, d := t.data()
	return d.name
}

// String returns service and name with a colon: "s3:bucket". It is empty for
// the zero value.
func (t ResourceType) String() string {
	if t.IsZero() {
		return ""
	}
	s, d := t.data()
	return s.prefix + ":" + d.name
}

// IsZero reports whether t is the zero value.
func (t ResourceType) IsZero() bool { return t.service == 0 }

// ARNPatterns returns the forms that the ARNs of the type take, as the
// reference writes them: arn:${Partition}:s3:::${BucketName}. Most types have
// one. The service in the ARN is not always the prefix of the actions.
func (t ResourceType) ARNPatterns() iter.Seq[string] {
	return func(yield func(string) bool) {
		_, d := t.data()
		for _, a := range d.arns {
			if !yield(a) {
				return
			}
		}
	}
}

// ConditionKeys returns the condition keys that requests on a resource of the
// type may carry, by name. [Action.ConditionKeysFor] includes them.
func (t ResourceType) ConditionKeys() iter.Seq[ConditionKey] {
	return func(yield func(ConditionKey) bool) {
		s, d := t.data()
		c := cursor{rest: d.keys}
		if t.IsZero() {
			return
		}
		for range c.count() {
			if !yield(s.keys[c.number()]) {
				return
			}
		}
	}
}

// Actions returns the actions that take the type, required or not.
func (t ResourceType) Actions() ActionSet {
	var set ActionSet
	for a := range t.Service().Actions() {
		for taken := range a.ResourceTypes() {
			if taken == t {
				set.add(a.number())
				break
			}
		}
	}
	return set
}

// Matches reports whether an ARN, without wildcards, is one of the type. A
// placeholder stands for one or more characters; letter case counts.
func (t ResourceType) Matches(arn string) bool { return t.match(arn, false) }

// Overlaps reports whether a pattern of a policy's Resource element, with *
// and ?, matches the ARN of some resource of the type. If not, a statement
// with that pattern can never apply to the type. The six fields are matched
// one by one, and those that a short pattern lacks count as stars. Policy
// variables have to be replaced first, by a star if nothing better is known.
//
// Where the reference is vague the answer is true: it does not say which
// characters a name may have, so only a separator after which another type of
// the service begins is taken to end a name.
func (t ResourceType) Overlaps(pattern string) bool { return t.match(pattern, true) }

func (t ResourceType) match(text string, wildcards bool) bool {
	if t.IsZero() {
		return false
	}
	tokens, ok := resourceTokens(text, wildcards)
	return ok && t.matchTokens(&tokens)
}

// resourceTokens compiles the text that is compared with types.
func resourceTokens(text string, wildcards bool) (p arnPattern, ok bool) {
	fields, ok := splitARN(text)
	if !ok && wildcards {
		parts := strings.Split(text, ":")
		if ok = overlaps(globTokens("arn", false), globTokens(parts[0], true)); !ok {
			return p, false
		}
		for i := range fields {
			fields[i] = "*"
		}
		copy(fields[:], parts[1:min(len(parts), 5)])
		if len(parts) > 5 {
			fields[4] = strings.Join(parts[5:], ":")
		}
	}
	for i := range fields {
		p[i] = globTokens(fields[i], wildcards)
	}
	return p, ok
}

func (t ResourceType) matchTokens(tokens *arnPattern) bool {
	s := t.Service().index().decode()
	s.patternsOnce.Do(s.compilePatterns)
	for _, p := range s.patterns[t.n] {
		if p.overlaps(tokens) {
			return true
		}
	}
	return false
}

func (p *arnPattern) overlaps(q *arnPattern) bool {
	for i := range p {
		// The fields at the end tell most types apart.
		if k := len(p) - 1 - i; !overlaps(p[k], q[k]) {
			return false
		}
	}
	return true
}

func (s *service) compilePatterns() {
	var shapes []string
	for _, t := range s.types {
		for _, a := range t.arns {
			shapes = append(shapes, shape(a))
		}
	}
	s.patterns = make([][]arnPattern, len(s.types))
	for i, t := range s.types {
		for _, a := range t.arns {
			p := compileTypeARN(a, separators(a, shapes))
			s.patterns[i] = append(s.patterns[i], p)
			if s.prefix == "logs" && t.name == "log-group" {
				// The ARN of a log group has a second form with a literal :* at
				// its end, which the reference leaves out
				// (AmazonCloudWatchLogs, iam-access-control-overview-cwl).
				p[4] = append(p[4][:len(p[4]):len(p[4])], token{char: ':'}, token{char: '*'})
				s.patterns[i] = append(s.patterns[i], p)
			}
		}
	}
}

// ResourceTypesOf returns the resource types whose pattern an ARN matches, by
// service and name. There may be several: services define types for what
// belongs to others, and names are not told apart where the reference does not
// say how. It decodes only services with a type for the service field of the
// ARN.
func ResourceTypesOf(arn string) iter.Seq[ResourceType] {
	return func(yield func(ResourceType) bool) {
		tokens, ok := resourceTokens(arn, false)
		if !ok {
			return
		}
		fields, _ := splitARN(arn)
		for i := range ref().services {
			s := &ref().services[i]
			if !s.ownsARNs(fields[1]) {
				continue
			}
			for n := range s.decode().types {
				if t := (ResourceType{uint16(i + 1), uint16(n)}); t.matchTokens(&tokens) && !yield(t) {
					return
				}
			}
		}
	}
}

func (s *service) ownsARNs(field string) bool {
	for _, own := range s.arnServices {
		if own == field || own == "*" {
			return true
		}
	}
	return false
}

// ActionsOn returns the actions that accept an ARN, because they take a
// resource type that it matches. Actions for "*" alone are never among them.
func ActionsOn(arn string) ActionSet {
	var set ActionSet
	var types []ResourceType
	for t := range ResourceTypesOf(arn) {
		types = append(types, t)
	}
	for len(types) > 0 {
		service := types[0].Service()
		wanted := make(map[ResourceType]bool)
		for ; len(types) > 0 && types[0].Service() == service; types = types[1:] {
			wanted[types[0]] = true
		}
		for a := range service.Actions() {
			for taken := range a.ResourceTypes() {
				if wanted[taken] {
					set.add(a.number())
					break
				}
			}
		}
	}
	return set
}
