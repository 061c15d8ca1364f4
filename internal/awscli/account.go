package awscli

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
)

// maxSmall is the longest input of the two short commands, in bytes. Their
// output has a few hundred.
const maxSmall = 1 << 20

// An AccountSummary is the output of get-account-summary.
type AccountSummary struct {
	// SummaryMap holds the values by AWS's names, such as AccountMFAEnabled.
	SummaryMap map[string]int
	// Errors are the values that are no whole numbers; they are not in the map.
	Errors []*Error
}

// ReadAccountSummary reads the output of get-account-summary. file is how errors
// call the input. The errors are those of [ReadAuthorizationDetails].
func ReadAccountSummary(file string, r io.Reader) (*AccountSummary, error) {
	const path = "$.SummaryMap"
	doc, err := readSmall(file, "GetAccountSummary", "SummaryMap", r)
	if err != nil {
		return nil, err
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(doc.value, &values); err != nil || values == nil {
		return nil, doc.fail(path, Type, "want an object, not "+kindOf(doc.value))
	}
	out := &AccountSummary{SummaryMap: make(map[string]int, len(values))}
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		n, ok := wholeNumber(values[key])
		if !ok {
			e := doc.fail(path+member(key), Type, "want a whole number, not "+quote(string(values[key])))
			e.Subject = key
			out.Errors = append(out.Errors, e)
			continue
		}
		out.SummaryMap[key] = n
	}
	return out, nil
}

// wholeNumber takes 3 and 3.0, which some programs print.
func wholeNumber(raw json.RawMessage) (int, bool) {
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > math.MaxInt32 {
		return 0, false
	}
	return int(f), true
}

// A PasswordPolicy is the output of get-account-password-policy. What is absent
// is zero: a policy without MaxPasswordAge does not let passwords expire.
type PasswordPolicy struct {
	MinimumPasswordLength      int
	RequireSymbols             bool
	RequireNumbers             bool
	RequireUppercaseCharacters bool
	RequireLowercaseCharacters bool
	AllowUsersToChangePassword bool
	MaxPasswordAge             int
	PasswordReusePrevention    int
	HardExpiry                 bool
}

// ReadPasswordPolicy reads the output of get-account-password-policy. set is
// false, without an error, where the input is the message that the account has
// no password policy (NoSuchEntity), which is a fact and not a failure. The
// errors are those of [ReadAuthorizationDetails].
func ReadPasswordPolicy(file string, r io.Reader) (policy PasswordPolicy, set bool, err error) {
	const path = "$.PasswordPolicy"
	doc, err := readSmall(file, "GetAccountPasswordPolicy", "PasswordPolicy", r)
	if err != nil {
		if call := (*CallError)(nil); errors.As(err, &call) && call.Code == "NoSuchEntity" {
			return policy, false, nil
		}
		return policy, false, err
	}
	err = json.Unmarshal(doc.value, &policy)
	var wrong *json.UnmarshalTypeError
	switch {
	case doc.value[0] != '{':
		return PasswordPolicy{}, false, doc.fail(path, Type, "want an object, not "+kindOf(doc.value))
	case errors.As(err, &wrong):
		at, _ := valueBefore(doc.value, path, wrong.Offset)
		return PasswordPolicy{}, false, doc.fail(at, Type, "want "+wanted(wrong.Type.Kind().String())+", not "+wrong.Value)
	case err != nil:
		return PasswordPolicy{}, false, doc.fail(path, Type, err.Error())
	}
	return policy, true, nil
}

// small is a short output and the value in it that counts.
type small struct {
	file, operation string
	text            []byte
	value           json.RawMessage
}

// readSmall reads a JSON object as a whole and finds the member.
func readSmall(file, operation, want string, r io.Reader) (*small, error) {
	in, err := open(file, operation, r)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(in, maxSmall+1))
	if err != nil {
		return nil, &Error{File: file, Reason: Read, Problem: "the input cannot be read", Err: err}
	}
	doc := &small{file: file, operation: operation, text: text}
	var members map[string]json.RawMessage
	err = json.Unmarshal(text, &members)
	var syntax *json.SyntaxError
	switch {
	case len(text) > maxSmall:
		return nil, &Error{File: file, Reason: Command, Problem: "the input is longer than 1 MiB, so it is something else", Hint: fetch(operation)}
	case errors.As(err, &syntax):
		e := &Error{File: file, Reason: Syntax, Problem: "not JSON: " + err.Error(), Hint: fetch(operation)}
		at := max(syntax.Offset-1, 0)
		if err.Error() == "unexpected end of JSON input" {
			e.Reason, e.Problem, at = Cut, "the JSON ends early", int64(len(text))
		}
		e.Line, e.Column = position(text, at)
		return nil, e
	case err != nil:
		return nil, doc.fail("$", Command, "want an object, not "+kindOf(text))
	}
	if value := members[want]; len(value) > 0 && string(value) != "null" {
		doc.value = value
		return doc, nil
	}
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	problem := wrongOutput(names)
	if _, ok := members[want]; ok {
		problem = want + " is null"
	}
	return nil, doc.fail("$", Command, problem)
}

func (d *small) fail(path string, reason Reason, problem string) *Error {
	e := &Error{File: d.file, Path: path, Reason: reason, Problem: problem, Hint: fetch(d.operation)}
	e.Line, e.Column = position(d.text, valueAt(d.text, "$", path))
	return e
}

// position returns line and column of an offset in a text.
func position(text []byte, offset int64) (line, column int) {
	l := newLines(nil)
	for i, c := range text {
		if c == '\n' {
			l.breaks = append(l.breaks, int64(i)+1)
		}
	}
	return l.at(min(offset, int64(len(text))))
}
