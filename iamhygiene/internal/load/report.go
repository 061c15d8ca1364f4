package load

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/awscli"
)

// report reads the credential report.
func (l *loader) report(in Input) error {
	if in.Reader == nil {
		return nil
	}
	dataset := iamhygiene.CredentialReport
	r := bufio.NewReaderSize(in.Reader, 64<<10)
	head, err := r.Peek(4 << 10)
	if err != nil && err != io.EOF {
		return &FileError{File: in.Name, Problem: "the file cannot be read: " + err.Error(), Err: err}
	}
	if call := awscli.ParseCallError(in.Name, head); call != nil {
		if call.Operation != "GetCredentialReport" && call.Operation != "GenerateCredentialReport" {
			return &FileError{
				File: in.Name, Problem: "the file is the message of a failed " + call.Operation + " (" + call.Code + "), not of GetCredentialReport",
				Hint: "save the output of: aws iam get-credential-report --output json",
			}
		}
		refuse(l, dataset, call)
		return nil
	}
	report, err := credreport.Parse(r)
	if err != nil {
		return fileError(in.Name, err)
	}
	if report.GeneratedTime.IsZero() {
		report.GeneratedTime = l.opts.ReportTime.UTC()
	}
	// An entry of which it is not clear whose it is would make a user who does
	// not exist. The errors of its row stand for it.
	report.Entries = slices.DeleteFunc(report.Entries, func(e credreport.Entry) bool { return !identified(&e) })
	for i := range report.Entries {
		e := &report.Entries[i]
		if err := l.see(in.Name, e.Partition(), e.Account()); err != nil {
			return err
		}
	}
	errs := l.rowErrors(in.Name, report)
	put(l, dataset, report, report.GeneratedTime, errs)
	return nil
}

// identified reports whether user and ARN of a row are of the same user.
func identified(e *credreport.Entry) bool {
	return e.IsRoot() || e.User != "" && e.Path() != "" && strings.HasSuffix(e.ARN, ":user"+e.Path()+e.User)
}

// rowErrors makes errors of the dataset of what is wrong with rows.
func (l *loader) rowErrors(file string, report *credreport.Report) []*iamhygiene.DataError {
	var out []*iamhygiene.DataError
	for _, list := range [...][]*credreport.RowError{report.Errors, report.Warnings} {
		for _, e := range list {
			out = append(out, &iamhygiene.DataError{
				Operation: "iam:GetCredentialReport", Code: iamhygiene.CodeInvalid, Scope: l.rowScope(report, e),
				Message: file + ": " + strings.TrimPrefix(e.Error(), "credreport: "),
			})
		}
	}
	return out
}

// rowScope returns the ARN of the user that a row is about. It is the line
// where the user is not known, and the root user's ARN where no row is the
// root user's.
func (l *loader) rowScope(report *credreport.Report, e *credreport.RowError) string {
	root := func() string {
		partition := l.partition
		if partition == "" {
			partition = "aws"
		}
		return "arn:" + partition + ":iam::" + l.account + ":root"
	}
	switch {
	case errors.Is(e, credreport.ErrNoRoot), e.User == credreport.RootUser && l.account != "":
		return root()
	case errors.Is(e, credreport.ErrSameUser):
		return e.Value
	case errors.Is(e, credreport.ErrMismatch):
		return fmt.Sprintf("line %d", e.Line) // one of two users
	}
	if entry, ok := report.User(e.User); ok {
		return entry.ARN
	}
	if arn := l.arns[e.User]; arn != "" {
		return arn
	}
	return fmt.Sprintf("line %d", e.Line)
}
