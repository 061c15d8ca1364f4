package compute

import "strings"

// hasKeyID reports whether the id of a long-term access key stands in a value,
// alone or among other things: AKIA and 16 capital letters or digits, with none
// of them, and no small letter, before or after. Without that rule, keys would
// be found in long runs of base64. Ids of temporary keys begin with ASIA.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
func hasKeyID(value string) bool {
	const prefix, length = "AKIA", 20
	for at := 0; ; at++ {
		i := strings.Index(value[at:], prefix)
		if i < 0 {
			return false
		}
		at += i
		end := at + length
		if end <= len(value) && span(value[at:], capital) == length && (at == 0 || !alphanumeric(value[at-1])) && (end == len(value) || !alphanumeric(value[end])) {
			return true
		}
	}
}

// namesSecret reports whether a variable is called as the secret of an access
// key is: AWS_SECRET_ACCESS_KEY, or with a word before or after, as
// BACKUP_AWS_SECRET_ACCESS_KEY; in any case, with or without underscores.
func namesSecret(name string) bool {
	plain := strings.ToUpper(strings.NewReplacer("_", "", "-", "", ".", "").Replace(name))
	return strings.Contains(plain, "SECRETACCESSKEY") || strings.Contains(plain, "AWSSECRET")
}

// isSecret reports whether a value has the form of the secret of an access key:
// 40 characters of base64.
func isSecret(value string) bool {
	value = strings.TrimSpace(value)
	return len(value) == 40 && span(value, func(c byte) bool { return alphanumeric(c) || c == '+' || c == '/' }) == len(value)
}

// span returns how many bytes at the start of a text are of a kind.
func span(text string, kind func(byte) bool) int {
	for i := range len(text) {
		if !kind(text[i]) {
			return i
		}
	}
	return len(text)
}

func capital(c byte) bool      { return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' }
func alphanumeric(c byte) bool { return capital(c) || c >= 'a' && c <= 'z' }
