package reference

import "strings"

// publicBlock is S3a: the bucket policy is public, public policies are
// restricted, and the caller is anonymous or of another account. An identity
// provider is in no account.
func (q *question) publicBlock() logic {
	switch q.env.caller.kind {
	case service:
		return known(false)
	case anonymous, provider:
		return q.publicPolicy()
	}
	return and(q.publicPolicy(), not(q.sameAccount()))
}

func (q *question) publicPolicy() logic {
	bucket := q.env.resourceIs("s3", "*", "*")
	if !q.restrict || bucket.truth == no {
		return known(false)
	}
	if q.unknownPolicy {
		return and(bucket, unknown("resource:Policy"))
	}
	for _, d := range q.resource {
		for _, s := range d.statements {
			// A faulty Allow grants nothing, so it makes nothing public.
			if s.allow && !s.faulty() && s.public() {
				return bucket
			}
		}
	}
	return known(false)
}

// public: an Allow with a wildcard Principal or NotPrincipal and no limiting
// condition with fixed values.
func (s statement) public() bool {
	wide := s.notPrincipal
	for _, v := range s.principals {
		wide = wide || v.kind == starValue || v.kind == awsStarValue
	}
	if !wide || s.condition == nil {
		return wide
	}
	for _, l := range s.condition.leaves {
		if l.limits() {
			return false
		}
	}
	return true
}

func (s statement) faulty() bool {
	return s.principalFault || s.actionFault || s.resourceFault || s.conditionFault || s.otherFault
}

// limitingKeys is the table of S3a. Reading: the rules leave its rows open;
// these name who calls or from where.
func limitingKeys() map[string]bool {
	return map[string]bool{
		"aws:sourceip": true, "aws:sourcearn": true, "aws:sourcevpc": true, "aws:sourcevpce": true,
		"aws:sourceowner": true, "aws:sourceaccount": true, "aws:userid": true,
		"aws:principalorgid": true, "aws:principalarn": true, "aws:principalaccount": true,
		"s3:dataaccesspointarn": true, "s3:dataaccesspointaccount": true,
	}
}

// limits: a positive comparison that demands the key and only fixed values.
func (l leaf) limits() bool {
	o := l.operator
	if !limitingKeys()[foldKey(l.key)] || o.negated || o.ifExists || o.forAll || len(l.values) == 0 {
		return false
	}
	switch o.family {
	case stringFamily, arnFamily:
		for _, v := range l.values {
			if hasWildcard(v.text) || strings.Contains(v.text, "${") {
				return false
			}
		}
		return true
	case ipFamily:
		for _, v := range l.values {
			// Reading: a range wider than these is not a fixed value.
			widest := 32
			p, _ := readRange(v.text)
			if p.Addr().Is4() {
				widest = 8
			}
			if p.Bits() < widest {
				return false
			}
		}
		return true
	}
	return false
}
