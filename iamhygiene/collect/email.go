package collect

import (
	"slices"
	"strings"
	"unicode"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// groupWords are words of a mailbox that more than one person reads.
var groupWords = []string{
	"account", "accounting", "accounts", "admin", "administration", "administrator", "administrators", "admins", "aws",
	"billing", "cloud", "cloudops", "contact", "devops", "devsecops", "engineering", "finance", "group", "helpdesk",
	"hostmaster", "info", "infosec", "infra", "infrastructure", "invoices", "it", "list", "mailbox", "management", "master",
	"network", "noc", "office", "operations", "ops", "org", "organization", "owner", "owners", "payer", "platform", "root",
	"secops", "security", "service", "shared", "soc", "sre", "support", "sysadmin", "sysops", "systems", "team", "tech", "webmaster",
}

// rootAddress takes an address apart into what a snapshot may hold. It returns
// false for a text that is no address. words are the caller's words of groups.
func rootAddress(address string, words []string) (*iamhygiene.RootAddress, bool) {
	at := strings.LastIndexByte(address, '@')
	if at < 1 || at == len(address)-1 {
		return nil, false
	}
	local, tag, tagged := strings.Cut(strings.ToLower(address[:at]), "+")
	r := &iamhygiene.RootAddress{Masked: mask(address), Domain: strings.ToLower(address[at+1:]), Tagged: tagged && tag != ""}
	for _, word := range strings.FieldsFunc(local, func(c rune) bool { return !unicode.IsLetter(c) }) {
		if slices.Contains(groupWords, word) || slices.Contains(words, word) {
			r.Words = append(r.Words, word)
		}
	}
	r.Personal = len(r.Words) == 0 && personal(local)
	return r, true
}

// personal reports whether the mailbox is called like a person: first.last, with
// a middle name or a number at most.
func personal(local string) bool {
	parts := strings.FieldsFunc(strings.TrimRightFunc(local, unicode.IsDigit), func(c rune) bool { return c == '.' || c == '_' })
	if len(parts) < 2 || len(parts) > 3 {
		return false
	}
	for _, part := range parts {
		if strings.ContainsFunc(part, func(c rune) bool { return !unicode.IsLetter(c) && c != '-' && c != '\'' }) {
			return false
		}
	}
	return true
}

// mask hides the mailbox of an address, but for its first letter.
func mask(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 1 {
		if address == "" {
			return ""
		}
		return "***"
	}
	first := []rune(address)[0]
	return string(first) + "***" + address[at:]
}
