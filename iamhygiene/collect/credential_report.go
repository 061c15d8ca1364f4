package collect

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/internal/load"
)

const (
	getReport      = "iam:GetCredentialReport"
	generateReport = "iam:GenerateCredentialReport"
)

// credentialReport collects the credential report. Its time is that at which
// AWS made it.
func credentialReport(o *Options) Collector {
	d := iamhygiene.CredentialReport
	return Collector{
		Datasets: []iamhygiene.DatasetInfo{d.Info()},
		Collect: func(ctx context.Context, p *Pass) ([]iamhygiene.SnapshotOption, error) {
			r := &reporter{client: iam.NewFromConfig(p.Config), pass: p, maxAge: o.MaxReportAge, maxWait: o.MaxReportWait}
			out, err := r.report(ctx)
			if err != nil {
				return nil, err
			}
			generated := aws.ToTime(out.GeneratedTime)
			// Reading it is the same as for a file: rows that are damaged are
			// errors of their users.
			s, err := load.Snapshot(p.Now(), load.Inputs{
				CredentialReport: load.Input{Name: getReport, Reader: bytes.NewReader(out.Content)},
			}, load.Options{Account: p.Account, Partition: p.Partition, ReportTime: generated})
			if err != nil {
				return nil, invalid(getReport, unreadable(err))
			}
			report, err := d.Get(s)
			if err != nil {
				return nil, err
			}
			if len(report.Entries) == 0 {
				// Every account has a root user.
				return nil, invalid(getReport, getReport+" returned a report without rows")
			}
			return []iamhygiene.SnapshotOption{d.With(report, report.GeneratedTime, d.Errors(s)...)}, nil
		},
	}
}

// unreadable says what is wrong with a report, without the advice for people
// who have it in a file.
func unreadable(err error) string {
	if file := (*load.FileError)(nil); errors.As(err, &file) {
		problem, _, _ := strings.Cut(file.Problem, "; download the report again")
		return getReport + ": " + problem
	}
	return load.Texts(err)[0]
}

// A reporter gets the credential report, and has AWS make one where there is
// none or an old one.
type reporter struct {
	client          *iam.Client
	pass            *Pass
	maxAge, maxWait time.Duration

	old *iam.GetCredentialReportOutput // what there was, or nil
}

// report gets a report that is fresh enough, or, where a new one cannot be
// had, the old one.
//
// AWS keeps one report and makes a new one at most every four hours; within
// that time COMPLETE stands for the earlier one.
func (r *reporter) report(ctx context.Context) (*iam.GetCredentialReportOutput, error) {
	out, err := r.get(ctx)
	ask := true
	switch {
	case err == nil && r.pass.Now().Sub(aws.ToTime(out.GeneratedTime)) <= r.maxAge:
		return out, nil
	case err == nil:
		r.old = out
	case hasCode(err, "ReportInProgress"):
		ask = false // somebody else asked for one
	case hasCode(err, "ReportNotPresent", "ReportExpired"), limitExceeded(err):
	default:
		return nil, err
	}
	polled := ask // or wait first
	for wait := newBackoff(r.maxWait); ; polled = true {
		var out *iam.GetCredentialReportOutput
		var err error
		if polled {
			out, err = r.poll(ctx, &ask)
		}
		if out != nil {
			return out, nil
		}
		if err == nil && !wait.next(ctx, r.pass.Sleep) {
			err = &iamhygiene.DataError{
				Operation: generateReport, Code: "ReportInProgress", Retryable: true,
				Message: "the credential report was not ready after " + r.maxWait.String(),
			}
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			return r.instead(err)
		}
	}
}

// poll asks AWS once whether the report is there: by asking for a report, or,
// where that is of no use, by getting it. It returns neither a report nor an
// error if it is worth while to wait.
func (r *reporter) poll(ctx context.Context, ask *bool) (*iam.GetCredentialReportOutput, error) {
	if *ask {
		state, err := r.client.GenerateCredentialReport(ctx, &iam.GenerateCredentialReportInput{})
		switch {
		case limitExceeded(err):
			*ask = false // wait, then take what is there
			return nil, nil
		case err != nil:
			return nil, err
		case state.State != types.ReportStateTypeComplete:
			return nil, nil
		}
	}
	out, err := r.get(ctx)
	switch {
	case err == nil:
		return out, nil
	case hasCode(err, "ReportInProgress"), limitExceeded(err):
		return nil, nil
	case hasCode(err, "ReportNotPresent", "ReportExpired"):
		*ask = true
		return nil, nil
	}
	return nil, err
}

func (r *reporter) get(ctx context.Context) (*iam.GetCredentialReportOutput, error) {
	return r.client.GetCredentialReport(ctx, &iam.GetCredentialReportInput{})
}

// instead returns the old report, if there is one: its age is in the snapshot,
// and a check says when that is too much. Otherwise it returns the error.
func (r *reporter) instead(err error) (*iam.GetCredentialReportOutput, error) {
	if r.old != nil {
		return r.old, nil
	}
	if e := dataError("", err); denied(err) && e.Operation == generateReport {
		e.Actions = []string{generateReport, getReport} // a report that is made must be read too
		return nil, e
	}
	return nil, err
}

func limitExceeded(err error) bool {
	return hasCode(err, "LimitExceeded", "ReportGenerationLimitExceeded")
}

// invalid makes the error of an answer that cannot be used.
func invalid(operation, message string) *iamhygiene.DataError {
	return &iamhygiene.DataError{Operation: operation, Code: iamhygiene.CodeInvalid, Message: message}
}
