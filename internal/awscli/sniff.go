package awscli

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
)

// sniffSize is how much of the input decides what it is.
const sniffSize = 4 << 10

// open looks at the beginning of an input, drops a byte-order mark, and refuses
// what is not JSON with a word on what it seems to be. The error is an [*Error]
// or a [*CallError].
func open(file, operation string, r io.Reader) (io.Reader, error) {
	fail := func(reason Reason, problem string) (io.Reader, error) {
		return nil, &Error{File: file, Reason: reason, Problem: problem, Hint: fetch(operation)}
	}
	if r == nil {
		return fail(Empty, "there is no input: the reader is nil")
	}
	in := bufio.NewReaderSize(r, 64<<10)
	head, err := in.Peek(sniffSize)
	if err != nil && err != io.EOF {
		return nil, &Error{File: file, Reason: Read, Problem: "the input cannot be read", Err: err}
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")),
		len(head) > 1 && (head[0] == 0) != (head[1] == 0):
		return nil, &Error{
			File: file, Reason: UTF16, Problem: "the input is UTF-16 text",
			Hint: "save it as UTF-8; in PowerShell: ... | Out-File -Encoding utf8",
		}
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return nil, &Error{File: file, Reason: Binary, Problem: "the input is compressed with gzip", Hint: "unpack it first"}
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return nil, &Error{File: file, Reason: Binary, Problem: "the input is a ZIP archive", Hint: "unpack it first"}
	case bytes.IndexByte(head, 0) >= 0:
		return fail(Binary, "the input is not text")
	}
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		_, _ = in.Discard(len("\ufeff")) // cannot fail: the bytes are in the buffer
	}
	text := strings.TrimLeft(strings.TrimPrefix(string(head), "\ufeff"), " \t\r\n")
	if text == "" {
		return fail(Empty, "the input is empty")
	}
	if call := ParseCallError(file, []byte(text)); call != nil {
		if call.Operation != operation {
			return fail(Command, "the input is the message of a failed "+call.Operation+" ("+call.Code+"), not of "+operation)
		}
		return nil, call
	}
	if text[0] == '{' || text[0] == '[' {
		return in, nil
	}
	return fail(notJSON(text))
}

// forms are what people give in place of JSON, by how it begins.
var forms = []struct {
	begins  *regexp.Regexp
	reason  Reason
	problem string
}{
	{regexp.MustCompile(`^"?user"?,"?arn"?,`), Command, "the input is a credential report"},
	{regexp.MustCompile(`^"?dXNlcixhcm4s`), Command, "the input is a credential report in base64"},
	{regexp.MustCompile(`^<`), Markup, "the input is an HTML or XML page (of a sign-in or an error?)"},
	{regexp.MustCompile(`^[-+|]{5,}`), OutputFormat, "the input is the CLI's table output, not JSON"},
	{regexp.MustCompile(`^[A-Z]{4,}\t`), OutputFormat, "the input is the CLI's text output, not JSON"},
	{regexp.MustCompile(`^(---\s|- |[A-Za-z]+:(\s|$))`), OutputFormat, "the input is YAML, not JSON"},
}

func notJSON(text string) (Reason, string) {
	for _, f := range forms {
		if f.begins.MatchString(text) {
			return f.reason, f.problem
		}
	}
	first, _, _ := strings.Cut(text, "\n")
	return Syntax, "the input is not JSON: it begins with " + quote(strings.TrimSpace(first))
}

// outputs say what a JSON object is by a member that it has. The first that
// fits counts.
var outputs = []struct{ member, what string }{
	{"UserDetailList", "the output of get-account-authorization-details"},
	{"SummaryMap", "the output of get-account-summary"},
	{"PasswordPolicy", "the output of get-account-password-policy"},
	{"Content", "the output of get-credential-report"},
	{"State", "the output of generate-credential-report, which holds no data"},
	{"datasets", "a snapshot of this library"},
	{"Statement", "a policy document"},
	{"AccountMFAEnabled", "the SummaryMap by itself, saved with --query"},
	{"MinimumPasswordLength", "the PasswordPolicy by itself, saved with --query"},
	{"Users", "the output of list-users"},
	{"Groups", "the output of list-groups"},
	{"Roles", "the output of list-roles"},
	{"Policies", "the output of list-policies"},
	{"User", "the output of get-user"},
	{"Role", "the output of get-role"},
	{"AccessKeyMetadata", "the output of list-access-keys"},
	{"AccountAliases", "the output of list-account-aliases"},
	{"Arn", "one element of a list, or the output of get-caller-identity"},
}

// wrongOutput says what an object with those members is, if not the output of
// the operation.
func wrongOutput(members []string) string {
	for _, o := range outputs {
		if slices.Contains(members, o.member) {
			return "the JSON is " + o.what
		}
	}
	if len(members) == 0 {
		return "the JSON is an empty object"
	}
	if len(members) > 6 {
		members = append(slices.Clone(members[:6]), "...")
	}
	return "the JSON is of something else, with the members " + strings.Join(members, ", ")
}
