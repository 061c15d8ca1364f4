package reference

import "strings"

// publicBlock is S3a: the bucket policy is public and public policies are
// restricted.
func (q *question) publicBlock() logic {
	bucket := q.env.resourceIs("s3", "*", "*")
	if !q.restrict || bucket.truth == no {
		return known(false)
	}
	if q.unknownPolicy {
		return and(bucket, unknown("resource:Policy"))
	}
	for _, d := range q.resource {
		for _, s := range d.statements {
			if s.allow && s.public() {
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
	if !wide || s.condition == nil || s.conditionFault {
		return wide
	}
	for _, l := range s.condition.leaves {
		if l.limits() {
			return false
		}
	}
	return true
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
			if p, _ := readRange(v.text); p.Bits() == 0 {
				return false
			}
		}
		return true
	}
	return false
}
