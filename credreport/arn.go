package credreport

import "strings"

// arnParts are the parts of the ARN of a root user or an IAM user. See "IAM ARNs"
// in the IAM User Guide.
type arnParts struct {
	partition, account string
	path, name         string // of a user; both empty for the root user
}

func (a arnParts) root() bool { return a.account != "" && a.name == "" }

// parseARN takes apart arn:PARTITION:iam::ACCOUNT:root and
// arn:PARTITION:iam::ACCOUNT:user/PATH/NAME, and refuses every other ARN.
func parseARN(s string) (arnParts, bool) {
	rest, ok := strings.CutPrefix(s, "arn:")
	if !ok {
		return arnParts{}, false
	}
	partition, rest, ok := strings.Cut(rest, ":")
	if !ok || partition == "" {
		return arnParts{}, false
	}
	rest, ok = strings.CutPrefix(rest, "iam::")
	if !ok || len(rest) < 13 || rest[12] != ':' {
		return arnParts{}, false
	}
	a := arnParts{partition: partition, account: rest[:12]}
	for i := range len(a.account) {
		if c := a.account[i]; c < '0' || c > '9' {
			return arnParts{}, false
		}
	}
	rest = rest[13:]
	if rest == "root" {
		return a, true
	}
	rest, ok = strings.CutPrefix(rest, "user")
	if !ok || rest == "" || rest[0] != '/' {
		return arnParts{}, false
	}
	slash := strings.LastIndexByte(rest, '/')
	a.path, a.name = rest[:slash+1], rest[slash+1:]
	return a, a.name != ""
}

// agree reports whether a user column and an ARN column speak of the same user.
// A row in which they do is taken to begin where a row begins; nothing else in a
// row says as much.
func agree(user, arn string) bool {
	a, ok := parseARN(arn)
	if !ok {
		return false
	}
	if user == RootUser {
		return a.root()
	}
	return a.name == user && user != ""
}

// validName reports whether s is RootUser or a possible name of an IAM user:
// letters, digits and + = , . @ _ -.
func validName(s string) bool {
	if s == RootUser {
		return true
	}
	for i := range len(s) {
		if c := s[i]; !isAlnum(c) && strings.IndexByte("+=,.@_-", c) < 0 {
			return false
		}
	}
	return s != ""
}
