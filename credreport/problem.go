package credreport

// A Problem names what is wrong with an input, a row or a field. Problems are
// errors, so that a caller can ask for one: errors.Is(err, credreport.ErrNotReady).
// The errors that carry where it happened are [FormatError], [ColumnError] and
// [RowError]; each unwraps to its Problem.
type Problem uint8

// Problems of the input as a whole, found in a [FormatError].
const (
	// ErrEmpty: the input holds nothing, or only white space.
	ErrEmpty Problem = iota + 1
	// ErrNoRows: there is a header and no row. A report has at least the root
	// user's row.
	ErrNoRows
	// ErrNoHeader: the first line is a row and not the header.
	ErrNoHeader
	// ErrTruncated: the input ends early. What was read before is good, and
	// users are missing. If it ends inside a row, a [RowError] names that row.
	ErrTruncated
	// ErrNotReady: the input is an answer that says that there is no report yet.
	ErrNotReady
	// ErrFailed: the input is an error message of the AWS CLI.
	ErrFailed
	// ErrMarkup: the input is an HTML or XML page.
	ErrMarkup
	// ErrBinary: the input is not text.
	ErrBinary
	// ErrUTF16: the input is UTF-16 text.
	ErrUTF16
	// ErrSeparator: the columns are separated by something other than commas.
	ErrSeparator
	// ErrJSON: the input is JSON, but not the answer of get-credential-report.
	ErrJSON
	// ErrBase64: the content is not base64.
	ErrBase64
	// ErrRead: the reader failed.
	ErrRead
	// ErrSettings: the program changed gocsv's global settings so that columns
	// no longer reach their fields.
	ErrSettings
)

// Problems of the header, found in a [ColumnError].
const (
	// ErrMissing: a required column is not in the header.
	ErrMissing Problem = iota + 32
	// ErrDuplicate: a column is in the header twice.
	ErrDuplicate
)

// Problems of rows and fields, found in a [RowError].
const (
	// ErrDate: the text is neither a date nor a sentinel.
	ErrDate Problem = iota + 64
	// ErrBool: the text is neither true nor false nor a sentinel.
	ErrBool
	// ErrText: the text cannot be the name of a Region or service.
	ErrText
	// ErrName: the text cannot be the name of an IAM user.
	ErrName
	// ErrARN: the text is not the ARN of an IAM user or a root user.
	ErrARN
	// ErrMismatch: the user and the ARN of a row are different users.
	ErrMismatch
	// ErrUTF8: the text is not UTF-8.
	ErrUTF8
	// ErrFieldCount: the row has more or fewer fields than the header.
	ErrFieldCount
	// ErrQuote: a quotation mark stands where CSV allows none, or has no partner.
	ErrQuote
	// ErrRowSize: the row is longer than 1 MiB.
	ErrRowSize
	// ErrLineBreak: a value cannot be written, because a row with it would not
	// read back.
	ErrLineBreak
)

// Problems of a report whose rows are good, found in [Report].Warnings.
const (
	// ErrNoRoot: no row is the root user's. AWS always prints one; emulators
	// leave it out.
	ErrNoRoot Problem = iota + 96
	// ErrSecondRoot: a second row is the root user's.
	ErrSecondRoot
	// ErrOtherAccount: the row's account or partition is not that of the first
	// row.
	ErrOtherAccount
	// ErrSameUser: an earlier row has the same ARN.
	ErrSameUser
)

// again is what most bad inputs need.
const again = "download the report again: aws iam get-credential-report"

type problemText struct {
	name string // the stable name, for machines
	text string // what is wrong
	hint string // what to do about it
}

var problems = map[Problem]problemText{
	ErrEmpty:     {"empty", "the input is empty", again},
	ErrNoRows:    {"no_rows", "the report has a header and no rows, not even the root user's", again},
	ErrNoHeader:  {"no_header", "the first line is a row, not the header", "keep the header line of the report"},
	ErrTruncated: {"truncated", "the input ends early, so users are missing", again},
	ErrNotReady:  {"not_ready", "this answer holds no report yet", "run aws iam generate-credential-report until it answers COMPLETE, then aws iam get-credential-report"},
	ErrFailed:    {"failed", "the input is an error message, not a report", "resolve the error, then run aws iam get-credential-report again"},
	ErrMarkup:    {"markup", "the input is an HTML or XML page (of a sign-in or an error?), not a report", again},
	ErrBinary:    {"binary", "the input is not text", "give the CSV file, its base64, or the JSON of aws iam get-credential-report"},
	ErrUTF16:     {"utf16", "the input is UTF-16 text", "save it as UTF-8; in PowerShell: Out-File -Encoding utf8"},
	ErrSeparator: {"separator", "the columns are not separated by commas", again + ", and do not save it from a spreadsheet"},
	ErrJSON:      {"json", "the input is not the JSON of aws iam get-credential-report", again},
	ErrBase64:    {"base64", "the content is not base64", again},
	ErrRead:      {"read", "the input could not be read", ""},
	ErrSettings:  {"settings", "columns do not reach their fields", "leave gocsv.TagName and gocsv.SetHeaderNormalizer alone in this program"},

	ErrMissing:   {"missing", "is missing", again},
	ErrDuplicate: {"duplicate", "is there twice, so its values are ambiguous", again},

	ErrDate:       {"date", "not a date", "want RFC 3339 such as 2024-03-12T00:00:00+00:00, or N/A, no_information, not_supported"},
	ErrBool:       {"bool", "not a truth value", "want true or false, or N/A, no_information, not_supported"},
	ErrText:       {"text", "not a name", "want a Region or service, or N/A, no_information, not_supported"},
	ErrName:       {"name", "not the name of an IAM user", "want letters, digits and + = , . @ _ -, or " + RootUser},
	ErrARN:        {"arn", "not the ARN of a user", "want arn:PARTITION:iam::ACCOUNT:user/NAME or arn:PARTITION:iam::ACCOUNT:root"},
	ErrMismatch:   {"mismatch", "not the ARN of the user in this row", again},
	ErrUTF8:       {"utf8", "not UTF-8", "save the file as UTF-8"},
	ErrFieldCount: {"field_count", "wrong number of fields", "quote values that contain a comma"},
	ErrQuote:      {"quote", "stray quotation mark", `write a value that contains one as "a ""b"" c"`},
	ErrRowSize:    {"row_size", "the row is longer than 1 MiB", ""},
	ErrLineBreak:  {"line_break", "a line break in this value would not read back", "remove the line break"},

	ErrNoRoot:       {"no_root", "no row is the root user's", "a report of AWS has one; " + again},
	ErrSecondRoot:   {"second_root", "a second row of the root user", "give one report at a time"},
	ErrOtherAccount: {"other_account", "another account than the first row's", "give one report at a time"},
	ErrSameUser:     {"same_user", "an earlier row has the same ARN", "give one report at a time"},
}

// Error returns what is wrong, without where.
func (p Problem) Error() string { return "credreport: " + p.about().text }

// String returns the problem's stable name in lower case with underscores.
func (p Problem) String() string { return p.about().name }

func (p Problem) about() problemText {
	if t, ok := problems[p]; ok {
		return t
	}
	return problemText{name: enumString(nil, "Problem", uint8(p)), text: enumString(nil, "problem", uint8(p))}
}

// MarshalText returns the problem's stable name. It fails for a number that is
// no Problem.
func (p Problem) MarshalText() ([]byte, error) {
	if _, ok := problems[p]; !ok {
		return nil, &enumError{kind: "problem", text: p.String()}
	}
	return []byte(p.String()), nil
}

// UnmarshalText reads what MarshalText wrote and refuses every other text.
func (p *Problem) UnmarshalText(text []byte) error {
	for q, t := range problems {
		if t.name == string(text) {
			*p = q
			return nil
		}
	}
	return &enumError{kind: "problem", text: string(text)}
}
