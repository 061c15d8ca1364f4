package checks

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"time"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// SigningCertificateAge is the check signing-certificate-age: active X.509
// signing certificates of users are replaced within a time limit. One exactly
// as old as the limit passes.
type SigningCertificateAge struct {
	// MaxAge is how old an active certificate may be; zero means 90 days.
	MaxAge time.Duration
}

// Info describes the check.
func (c SigningCertificateAge) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "signing-certificate-age", Theme: "keys", Severity: iamhygiene.SeverityLow,
		Title:       "User signing certificates",
		Description: "Each active X.509 signing certificate of an IAM user is no older than the limit, by the credential report. The report knows when the certificate was created or its status last changed, so the age is a lower bound. A user without one passes.",
		Risk:        "Signing certificates sign calls to a few old interfaces; hardly anybody watches them, and the private key lies in a file.",
		Remediation: iamhygiene.Remediation{
			Text:    "Delete the certificate where nothing signs with it, which is nearly everywhere; else replace it.",
			Command: "aws iam delete-signing-certificate --user-name <user> --certificate-id <certificate id>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSigningCertificate.html",
		},
		Needs:  []string{iamhygiene.CredentialReport.Name()},
		Params: map[string]string{"max_age": days(c.maxAge())},
	}
}

func (c SigningCertificateAge) maxAge() time.Duration { return orDefault(c.MaxAge, 90*day) }

// Run evaluates the check for each signing certificate.
func (c SigningCertificateAge) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, certificatesOrUsers(s), func(x iamhygiene.Subject) iamhygiene.Verdict {
		if cert, ok := x.(certificate); ok {
			return c.judge(cert)
		}
		return iamhygiene.Passed(x.Resource().Name + " has no signing certificate")
	})
}

func (c SigningCertificateAge) judge(x certificate) iamhygiene.Verdict {
	s, limit := x.user.Snapshot(), c.maxAge()
	name, column := x.slot+" of "+x.user.Name(), x.slot+"_last_rotated"
	if !x.active {
		return iamhygiene.Passed(name+" is inactive", reported(s, x.slot+"_active", "false", ""))
	}
	rotated, ok := x.rotated.Get()
	if !ok {
		return iamhygiene.Undecided(iamhygiene.ReportValue(x.user.ARN(), column, x.rotated.String()))
	}
	age := s.Now().Sub(rotated)
	return iamhygiene.If(age <= limit,
		fmt.Sprintf("%s is %s old; the limit is %s", name, iamhygiene.Days(age), iamhygiene.Days(limit)),
		fmt.Sprintf("%s is active and %s old; the limit is %s", name, over(age, limit), iamhygiene.Days(limit)),
		reported(s, column, stamp(rotated), notBefore(s, limit)),
		derived("age_days", wholeDays(age), "at most "+days(limit)))
}

// A certificate is a signing certificate of a user.
type certificate struct {
	user    *iamhygiene.User
	slot    string // "cert_1", as the columns of the credential report begin
	active  bool
	rotated credreport.Time
}

// Resource returns the certificate as a resource. It carries the ARN of the
// user, because certificates have none.
func (x certificate) Resource() iamhygiene.Resource {
	r := x.user.Resource()
	r.Type = iamhygiene.TypeCertificate
	r.Name = x.user.Name() + "/" + x.slot
	return r
}

// Discriminator tells the certificate from the user's other one.
func (x certificate) Discriminator() string { return x.slot }

// certificatesOf returns the signing certificates that the user has, active or
// not. Those that are known come also with an error.
func certificatesOf(u *iamhygiene.User) ([]certificate, error) {
	e, err := u.Entry()
	if err != nil {
		return nil, err
	}
	var out []certificate
	for i, c := range e.Certificates {
		x := certificate{user: u, slot: "cert_" + strconv.Itoa(i+1), rotated: c.LastRotated}
		active, ok := c.Active.Get()
		switch {
		case !ok:
			err = iamhygiene.ReportValue(u.ARN(), x.slot+"_active", c.Active.String())
		case active || c.LastRotated.Known():
			x.active = active
			out = append(out, x)
		}
	}
	return out, err
}

// certificatesOrUsers yields the signing certificates, and in place of those of
// a user without any the user.
func certificatesOrUsers(s *iamhygiene.Snapshot) iter.Seq2[iamhygiene.Subject, error] {
	return func(yield func(iamhygiene.Subject, error) bool) {
		for u, err := range s.Users() {
			if err != nil {
				if !yield(nil, err) {
					return
				}
				continue
			}
			certificates, err := certificatesOf(u)
			for _, x := range certificates {
				if !yield(x, nil) {
					return
				}
			}
			switch {
			case err != nil:
				if !yield(nil, &iamhygiene.SubjectError{Resource: u.Resource(), Err: iamhygiene.AsDataError(err)}) {
					return
				}
			case len(certificates) == 0:
				if !yield(u, nil) {
					return
				}
			}
		}
	}
}
