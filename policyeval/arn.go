package policyeval

import "strings"

// arn holds the fields of an Amazon Resource Name as they stand in the text
// or, in policies, their patterns. The first field is always "arn".
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
type arn struct {
	partition, service, region, account string
	resource                            string // field 6, which may hold colons
}

// splitARN splits a text at its first five colons. It reports false when the
// text does not start with "arn:" or has fewer than six fields. Nothing is
// allocated: the fields are parts of the text.
func splitARN(s string) (a arn, ok bool) {
	rest, ok := strings.CutPrefix(s, "arn:")
	if !ok {
		return arn{}, false
	}
	for _, field := range [...]*string{&a.partition, &a.service, &a.region, &a.account} {
		if *field, rest, ok = strings.Cut(rest, ":"); !ok {
			return arn{}, false
		}
	}
	a.resource = rest
	return a, true
}

// splitFields splits a pattern at the colons that stand outside of ${...},
// into at most six fields. With variables off "${" is ordinary text.
func splitFields(s string, variables bool) []string {
	fields := make([]string, 0, 6)
	start := 0
	for i := 0; i < len(s) && len(fields) < 5; i++ {
		switch {
		case s[i] == ':':
			fields = append(fields, s[start:i])
			start = i + 1
		case variables && strings.HasPrefix(s[i:], "${"):
			if end := strings.IndexByte(s[i:], '}'); end > 0 {
				i += end
			}
		}
	}
	return append(fields, s[start:])
}

// isAccountID reports whether s is a 12-digit account number.
func isAccountID(s string) bool {
	if len(s) != 12 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// onlyStars reports whether s is one or more stars and nothing else.
func onlyStars(s string) bool {
	return s != "" && strings.Trim(s, "*") == ""
}
