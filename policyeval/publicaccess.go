package policyeval

// Amazon S3 block public access: with the setting RestrictPublicBuckets, a
// bucket whose policy is public serves only AWS services and its own account
// (rule S3a).
//
// AWS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html

// limitingKeys are the context keys that keep a statement from being public when
// they are compared with fixed values. An unlisted key does not limit.
var limitingKeys = [...]string{
	"aws:principalaccount", "aws:principalarn", "aws:principalorgid",
	"aws:sourceaccount", "aws:sourcearn", "aws:sourceip", "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce",
	"aws:userid", "s3:dataaccesspointaccount", "s3:dataaccesspointarn",
}

// Blocks of addresses wider than these do not limit.
const (
	widestLimitingIPv4 = 8
	widestLimitingIPv6 = 32
)

// isPublic reports whether a bucket policy is public: whether some Allow
// statement reaches everybody and no condition limits it.
func isPublic(statements []statement) bool {
	for i := range statements {
		s := &statements[i]
		if !s.deny && !s.inert && s.principal.reachesEverybody() && !s.conditions.limits() {
			return true
		}
	}
	return false
}

func (m *principalMatcher) reachesEverybody() bool {
	if m.faulty {
		return false
	}
	if m.element == ElementNotPrincipal {
		return true
	}
	for i := range m.values {
		if k := m.values[i].kind; k == principalEverybody || k == principalAWSAny {
			return true
		}
	}
	return false
}

func (m *conditionMatcher) limits() bool {
	if m.faulty {
		return true // in an Allow it is never satisfied
	}
	for i := range m.leaves {
		if m.leaves[i].limits() {
			return true
		}
	}
	return false
}

// limits reports whether the entry compares a limiting key with fixed values. It
// must fail for an absent key, so IfExists and ForAllValues do not limit.
func (l *leaf) limits() bool {
	if l.empty {
		return true
	}
	if l.count == 0 || l.negated || l.ifExists || l.qualifier == qualifierAll || !isLimitingKey(l.source.Key) {
		return false
	}
	switch l.family {
	case familyString:
		for i := range l.texts {
			if !l.texts[i].fixed() {
				return false
			}
		}
		return true
	case familyARN:
		for i := range l.arns {
			if !l.arns[i].fixed() {
				return false
			}
		}
		return true
	case familyIP:
		for _, network := range l.networks {
			widest := widestLimitingIPv6
			if network.Addr().Is4() {
				widest = widestLimitingIPv4
			}
			if network.Bits() < widest {
				return false
			}
		}
		return true
	}
	return false
}

func isLimitingKey(name string) bool {
	folded := foldKey(name)
	for _, k := range limitingKeys {
		if k == folded {
			return true
		}
	}
	return false
}

// fixed reports whether the glob has neither wildcards nor variables.
func (g *glob) fixed() bool {
	_, ok := g.literal()
	return ok
}

func (o *arnOperand) fixed() bool {
	if o.any {
		return false
	}
	for i := range o.fields {
		if !o.fields[i].fixed() {
			return false
		}
	}
	return true
}

// publicAccessBlock tells whether the setting refuses the request.
func (st *state) publicAccessBlock() node {
	if !st.restrict || st.caller.kind == callerService {
		return node{}
	}
	bucket := st.resourceIs("s3", "", "")
	if bucket.value == False {
		return bucket
	}
	public := known(st.a.public)
	if st.resourcePolicyUnknown() {
		public = st.fact(FactResourcePolicy, "the bucket policy is ", "public")
	}
	foreign := node{value: True}
	if st.caller.hasAccount() {
		foreign = st.sameAccount.not()
	}
	return bucket.and(public).and(foreign)
}
