package catalog

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// KeyType is the type of the values of a condition key. It decides which
// operators make sense. The zero value is no type.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
type KeyType uint8

// The types of condition key.
const (
	StringKey KeyType = iota + 1
	NumericKey
	DateKey
	BoolKey
	IPAddressKey
	ARNKey
)

var keyTypeTexts = [...]string{StringKey: "String", NumericKey: "Numeric", DateKey: "Date", BoolKey: "Bool", IPAddressKey: "IPAddress", ARNKey: "ARN"}

// String returns the type as AWS's reference writes it, such as "IPAddress";
// for values other than the constants it is "unknown".
func (t KeyType) String() string {
	if t < StringKey || t > ARNKey {
		return "unknown"
	}
	return keyTypeTexts[t]
}

// MarshalText returns the text of String. A value that is none of the
// constants is an error.
func (t KeyType) MarshalText() ([]byte, error) {
	if t < StringKey || t > ARNKey {
		return nil, fmt.Errorf("catalog: key type %d does not exist: use the constants", uint8(t))
	}
	return []byte(keyTypeTexts[t]), nil
}

// UnmarshalText reads what MarshalText writes.
func (t *KeyType) UnmarshalText(text []byte) error {
	i := slices.Index(keyTypeTexts[:], string(text))
	if i < int(StringKey) {
		return fmt.Errorf("catalog: %q is no type of condition key: use String, Numeric, Date, Bool, IPAddress or ARN", text)
	}
	*t = KeyType(i)
	return nil
}

// ConditionKey is a condition key of a service or a global one. It is a
// comparable value, safe for concurrent use; the zero value is no key.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
type ConditionKey struct {
	name        string
	typ         KeyType
	multivalued bool
}

// Name returns the key as the reference writes it. A part that the user
// chooses stands as a placeholder: aws:ResourceTag/${TagKey}.
func (k ConditionKey) Name() string { return k.name }

// String returns the name.
func (k ConditionKey) String() string { return k.name }

// Type returns the type of the values.
func (k ConditionKey) Type() KeyType { return k.typ }

// Multivalued reports whether a request may have several values of the key, so
// that ForAnyValue or ForAllValues belongs before the operator
// (reference_policies_condition-single-vs-multi-valued-context-keys).
func (k ConditionKey) Multivalued() bool { return k.multivalued }

// IsZero reports whether the key is the zero value.
func (k ConditionKey) IsZero() bool { return k.name == "" }

// Matches reports whether a key, as a policy or a request names it, is this
// key: letter case does not count, and a placeholder stands for one or more
// characters. The name with its placeholder matches as well.
func (k ConditionKey) Matches(name string) bool {
	return k.name != "" && matchTemplate(k.name, name)
}

// matchTemplate matches a name against a template in which ${...} stands for
// one or more characters.
func matchTemplate(template, name string) bool {
	literal, rest, found := strings.Cut(template, "${")
	if !found {
		return equalFold(template, name)
	}
	if !hasPrefixFold(name, literal) {
		return false
	}
	_, rest, _ = strings.Cut(rest, "}")
	for i := len(literal) + 1; i <= len(name); i++ {
		if matchTemplate(rest, name[i:]) {
			return true
		}
	}
	return false
}

// GlobalConditionKeys returns the condition keys that AWS fills in for
// requests to every service, by name. Most start with aws:, but a few that
// services put into the sessions of roles do not, such as
// lambda:SourceFunctionArn.
func GlobalConditionKeys() iter.Seq[ConditionKey] {
	return func(yield func(ConditionKey) bool) {
		for _, k := range ref().global {
			if !yield(k) {
				return
			}
		}
	}
}

// LookupConditionKey finds the key of that name among the global ones and
// those of all services, in any letter case. It decodes the service that the
// prefix of the key names, and at most a few others, since some services use
// keys with a foreign prefix. Where two services have a key of one name the
// service of that prefix counts, then the first.
func LookupConditionKey(name string) (ConditionKey, bool) {
	r := ref()
	if k, ok := findKey(r.global, name); ok {
		return k, true
	}
	prefix, _, _ := strings.Cut(name, ":")
	if i, ok := r.find(prefix); ok {
		if k, ok := findKey(r.services[i].decode().keys, name); ok {
			return k, true
		}
	}
	for i := range r.services {
		if s := &r.services[i]; s.flags&flagForeignKeys != 0 {
			if k, ok := findKey(s.decode().keys, name); ok {
				return k, true
			}
		}
	}
	return ConditionKey{}, false
}

// findKey prefers the key of that very name to one with a placeholder.
func findKey(keys []ConditionKey, name string) (ConditionKey, bool) {
	if i, ok := search(len(keys), name, func(i int) string { return keys[i].name }); ok {
		return keys[i], true
	}
	for _, k := range keys {
		if k.Matches(name) {
			return k, true
		}
	}
	return ConditionKey{}, false
}
