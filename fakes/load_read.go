package fakes

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/internal/awscli"
)

// exports are the inputs as they were read.
type exports struct {
	details            []page
	table              *credreport.Report // nil if not given, as the next
	numbers            *awscli.AccountSummary
	password           *awscli.PasswordPolicy
	tableName          string
	numbersName        string
	passwordName       string
	account, partition string
	errs               LoadErrors
}

// A page is one input of authorization details.
type page struct {
	*awscli.AuthorizationDetails
	input string
}

// fail notes what is wrong with an element, wherever it is.
func (p page) fail(arn, subject, problem, hint string) *LoadError {
	at := p.Places[arn]
	return &LoadError{Input: p.input, Line: at.Line, Column: at.Column, Path: at.Path, Subject: subject, Problem: problem, Hint: hint}
}

// read reads the inputs. Its error is a *LoadError about an input as a whole.
func read(s sources) (*exports, error) {
	in := &exports{account: s.account}
	if err := in.readDetails(s.details); err != nil {
		return nil, err
	}
	for _, src := range s.report {
		table, err := credreport.Parse(src.reader)
		if err != nil {
			return nil, ofReport(src.name, err)
		}
		in.table, in.tableName = table, src.name
		for _, row := range slices.Concat(table.Errors, table.Warnings) {
			if row.Problem != credreport.ErrNoRoot { // emulators have none
				in.errs = append(in.errs, ofRow(src.name, row))
			}
		}
	}
	for _, src := range s.summary {
		numbers, err := awscli.ReadAccountSummary(src.name, src.reader)
		if err != nil {
			return nil, ofCLI(src.name, err)
		}
		in.numbers, in.numbersName = numbers, src.name
		for _, e := range numbers.Errors {
			in.errs = append(in.errs, ofCLI(src.name, e))
		}
	}
	for _, src := range s.policy {
		policy, set, err := awscli.ReadPasswordPolicy(src.name, src.reader)
		if err != nil {
			return nil, ofCLI(src.name, err)
		}
		if in.passwordName = src.name; set {
			in.password = &policy
		}
	}
	return in, in.identify()
}

func (in *exports) readDetails(list []source) error {
	if len(list) == 0 {
		return &LoadError{Input: detailsInput, Problem: "there is no such input",
			Hint: "give the output of: aws iam get-account-authorization-details --output json"}
	}
	truncated := true
	for _, src := range list {
		d, err := awscli.ReadAuthorizationDetails(src.name, src.reader)
		if err != nil {
			return ofCLI(src.name, err)
		}
		in.details = append(in.details, page{d, src.name})
		for _, e := range d.Errors {
			in.errs = append(in.errs, ofCLI(src.name, e))
		}
		truncated = truncated && d.Truncated
	}
	if truncated {
		return &LoadError{Input: list[len(list)-1].name, Problem: "no page is the last one, so users or policies are missing",
			Hint: "give all pages, or export without --max-items and --no-paginate"}
	}
	return nil
}

// identify finds the account and the partition.
func (in *exports) identify() error {
	for _, arn := range in.arns() {
		f := strings.SplitN(arn, ":", 6)
		if len(f) != 6 || f[4] == "aws" {
			continue
		}
		if in.account == "" {
			in.account = f[4]
		}
		if f[4] == in.account {
			in.partition = f[1]
			break
		}
	}
	switch {
	case in.account == "":
		return &LoadError{Input: in.details[0].input, Problem: "no ARN tells the account", Hint: "set AccountID"}
	case in.partition == "" && len(in.arns()) > 0:
		return &LoadError{Input: in.details[0].input, Problem: "nothing is of account " + in.account, Hint: "give the exports of one account, and its id"}
	case in.partition == "":
		in.partition = "aws"
	case !(Options{Partition: in.partition}).known():
		return &LoadError{Input: in.details[0].input, Problem: fmt.Sprintf("the partition %q is none that the fakes know", in.partition),
			Hint: "the fakes have aws, aws-cn and aws-us-gov"}
	}
	if in.table != nil && len(in.table.Entries) > 0 {
		e := &in.table.Entries[0]
		if got := e.Account(); got != "" && (got != in.account || e.Partition() != in.partition) {
			return &LoadError{Input: in.tableName, Subject: "user " + e.User,
				Problem: fmt.Sprintf("the report is of account %s (%s), the authorization details are of %s (%s)", got, e.Partition(), in.account, in.partition),
				Hint:    "give the exports of one account"}
		}
	}
	return nil
}

// arns returns the ARNs that tell the account.
func (in *exports) arns() []string {
	var all []string
	for _, d := range in.details {
		for _, u := range d.UserDetailList {
			all = append(all, u.Arn)
		}
		for _, r := range d.RoleDetailList {
			all = append(all, r.Arn)
		}
		for _, g := range d.GroupDetailList {
			all = append(all, g.Arn)
		}
		for _, p := range d.Policies {
			if !ofAWS(p.Arn) {
				all = append(all, p.Arn)
			}
		}
	}
	if in.table != nil {
		for i := range in.table.Entries {
			if e := &in.table.Entries[i]; e.Account() != "" {
				all = append(all, e.ARN)
			}
		}
	}
	return all
}

// ofAWS reports whether an ARN is that of a policy that AWS manages.
func ofAWS(arn string) bool { return strings.Contains(arn, ":iam::aws:policy/") }

// time is the time at which a replay stands still.
func (in *exports) time() time.Time {
	if in.table != nil && !in.table.GeneratedTime.IsZero() {
		return in.table.GeneratedTime
	}
	var latest time.Time
	see := func(times ...time.Time) {
		for _, t := range times {
			if t.After(latest) {
				latest = t
			}
		}
	}
	for _, d := range in.details {
		for _, u := range d.UserDetailList {
			see(u.CreateDate)
		}
		for _, g := range d.GroupDetailList {
			see(g.CreateDate)
		}
		for _, r := range d.RoleDetailList {
			see(r.CreateDate)
			if r.RoleLastUsed != nil {
				see(r.RoleLastUsed.LastUsedDate)
			}
		}
		for _, p := range d.Policies {
			see(p.CreateDate, p.UpdateDate)
		}
	}
	if in.table != nil {
		for i := range in.table.Entries {
			e := &in.table.Entries[i]
			see(date(e.UserCreationTime), date(e.PasswordLastChanged), date(e.LastActivity().Time))
			for _, k := range e.AccessKeys {
				see(date(k.LastRotated))
			}
			for _, c := range e.Certificates {
				see(date(c.LastRotated))
			}
		}
	}
	if latest.IsZero() {
		return Options{}.clock()()
	}
	return latest.Truncate(time.Second)
}

// date is the time in a field of the report, zero for a sentinel.
func date(t credreport.Time) time.Time {
	at, _ := t.Get()
	return second(at)
}
