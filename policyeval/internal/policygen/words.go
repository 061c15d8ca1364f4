package policygen

import "strings"

// The two accounts of all generated cases.
const (
	home   = "111111111111"
	abroad = "222222222222"
)

// word puts wildcards, variables or case changes into a text now and then, so
// that a pattern made from a matching text still matches often.
func (s *Source) word(text string) string {
	switch s.n(12) {
	case 1:
		return "*"
	case 2:
		return cut(s, text) + "*"
	case 3:
		return "*" + text[len(cut(s, text)):]
	case 4:
		head := cut(s, text)
		if len(head) < len(text) {
			return head + "?" + text[len(head)+1:]
		}
		return head + "?"
	case 5:
		head := cut(s, text)
		return head + s.variable() + text[min(len(text), len(head)+1):]
	case 6:
		return s.variable()
	case 7:
		return flip(s, text)
	}
	return text
}

// cut is a beginning of text.
func cut(s *Source, text string) string { return text[:s.n(len(text)+1)] }

// flip changes the case of one letter or of all.
func flip(s *Source, text string) string {
	if s.one(2) {
		return strings.ToUpper(text)
	}
	i := s.n(len(text) + 1)
	return text[:i] + strings.ToUpper(text[i:min(len(text), i+1)]) + text[min(len(text), i+1):]
}

// variable is a policy variable, rarely a malformed one.
func (s *Source) variable() string {
	if s.fault() {
		return pick(s, "${}", "${k:a", "${k:a,'x'}", "${k:a, x}", "${k a}", "${k:a,  'x'}", "${k:a, 'x' }", "${k:a, '}")
	}
	return pick(s, "${k:a}", "${aws:username}", "${k:b, 'k'}", "${k:a, ''}", "${*}", "${?}", "${$}",
		"${K:A}", "${k:m}", "${k:b, '*'}", "${plain}", "$x", "${aws:PrincipalTag/t}", "${k:e, 'it's'}", "${aws:TagKeys}")
}

// key is the name of a context key.
func (s *Source) key() string {
	return pick(s, "k:a", "k:b", "k:m", "k:n", "k:d", "k:i", "k:t", "k:r", "k:y", "k:e", "K:A", "aws:username", "aws:PrincipalArn",
		"aws:SourceIp", "aws:PrincipalTag/t", "aws:principaltag/T", "aws:RequestTag/t", "aws:TagKeys", "aws:CurrentTime",
		"aws:EpochTime", "aws:userid", "aws:PrincipalType", "aws:PrincipalAccount", "aws:ResourceAccount", "aws:CalledVia",
		"aws:CalledViaFirst", "aws:CalledViaLast", "aws:ViaAWSService", "aws:PrincipalIsAWSService", "aws:PrincipalServiceName",
		"aws:MultiFactorAuthPresent", "aws:PrincipalOrgID", "aws:ResourceTag/t", "aws:FederatedProvider", "aws:SourceVpc")
}

// The operands of each family. Policy and request draw from the same words, so
// they meet; some request words belong to another family, which is C13.

func (s *Source) text() string {
	return pick(s, "x", "a", "k", "", "A", "x*", "é", "a\nc", "a", "alice", "User", home, "true", "K", "a$", "*", "t", "ſ", "S")
}

func (s *Source) number() string {
	return pick(s, "1", "10", "1e1", "10.0", "-1", "0", "0.5", "5e-1", "1704067200", "+1", "0.50000000000000000001", "-0")
}

func (s *Source) date() string {
	return pick(s, "2024-01-01T00:00:00Z", "1704067200", "2024-01", "2024-01-01", "2024-01-01T00:00Z", "2024-01-01T01:00+01:00",
		"2024-01-01T00:00:00.5Z", "1704067200.5", "2024-02-29", "2023-12-31T23:59:59Z", "2024-01-01T00:00", "2023-12-31T19:00:00-05:00")
}

func (s *Source) address() string {
	return pick(s, "10.0.0.1", "10.0.0.2", "2001:db8::1", "::ffff:10.0.0.1", "203.0.113.9", "2001:0DB8:0::1", "0.0.0.0", "::")
}

func (s *Source) addressRange() string {
	return pick(s, "10.0.0.0/8", "10.0.0.1", "10.0.0.1/32", "0.0.0.0/0", "::/0", "2001:db8::/32", "::ffff:10.0.0.0/104",
		"10.0.0.0/31", "2001:db8::1", "10.1.2.3/8", "::ffff:10.0.0.1", "::/96", "203.0.113.9/0")
}

func (s *Source) truthText() string { return pick(s, "true", "false", "TRUE", "False") }

func (s *Source) binary() string { return pick(s, "YQ==", "YWI=", "", "YWJj", "true") }

func (s *Source) arn() string {
	return pick(s, "arn:aws:s3:::b/k", "arn:aws:iam::"+home+":user/a", "arn:aws:s3:::b", "arn:aws:s3:::b:x/y",
		"arn:aws:iam::"+home+":role/R", "arn:aws:sqs:eu:"+home+":q")
}

// malformed is text that is wrong for most families.
func (s *Source) malformed() string {
	return pick(s, "abc", "2024", "10abc", "0x10", "NaN", " 1", "1e401", "2023-02-29", "2024-13", "2024-01-01T24:00Z", "2024-01-01T00:00:60Z",
		"host", "10.0.0.256", "fe80::1%eth0", "10.0.0.0/33", "yes", "YWI", "arn:aws:s3", "b", "1,0", "2024-01-01T00:00:00+1:00", "-1704067200",
		"2024-1-1", "2024-01-01t00:00:00z", "010.0.0.1", "Y Q=", "1e", "--1", "", "a:b:c:d:e:f")
}
