package checks

import (
	"context"
	"fmt"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// ServerCertificateExpired is the check server-certificate-expired: no server
// certificate in IAM has expired, or is about to.
type ServerCertificateExpired struct {
	// Warn is how long before its end a certificate fails with severity low;
	// zero means 30 days, a negative duration not at all.
	Warn time.Duration
}

// Info describes the check.
func (c ServerCertificateExpired) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "server-certificate-expired", Theme: "keys", Severity: iamhygiene.SeverityMedium,
		Title:       "No expired server certificate",
		Description: "Each server certificate in IAM is valid, with more time left than the warning period. A certificate within the warning period fails with severity low.",
		Risk:        "An expired certificate that is attached to a load balancer by mistake takes the site down, and one that is in use already has.",
		Remediation: iamhygiene.Remediation{
			Text:    "Serve the site with a certificate of AWS Certificate Manager, which renews itself, and delete the one in IAM. Only the API and the CLI show these certificates.",
			Command: "aws iam delete-server-certificate --server-certificate-name <name>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html",
		},
		Frameworks: controls("1.19", "1.19", "1.18", "IAM.26"),
		Needs:      []string{iamhygiene.ServerCertificates.Name()},
		Params:     map[string]string{"warn": days(c.warn())},
	}
}

func (c ServerCertificateExpired) warn() time.Duration { return orDefault(c.Warn, 30*day) }

// Run evaluates the check for each server certificate.
func (c ServerCertificateExpired) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, itemsOf(s, iamhygiene.ServerCertificates, func(v iamhygiene.ServerCertificate) iamhygiene.Resource {
		return arnResource(s, iamhygiene.TypeServerCertificate, v.ARN, v.Name)
	}), c.judge)
}

func (c ServerCertificateExpired) judge(x item[iamhygiene.ServerCertificate]) iamhygiene.Verdict {
	s, end, name := x.snapshot, x.value.Expires, "the server certificate "+x.value.Name
	if end.IsZero() {
		return iamhygiene.Undecided(&iamhygiene.DataError{
			Dataset: iamhygiene.ServerCertificates.Name(), Scope: x.value.ARN, Code: iamhygiene.CodeNotInData,
			Message: "IAM does not say when " + name + " ends",
		})
	}
	left := end.Sub(s.Now())
	evidence := []iamhygiene.Evidence{
		fact(s, iamhygiene.ServerCertificates, "Expiration", stamp(end), "after "+stamp(s.Now().Add(c.warn()))),
		derived("days_left", wholeDays(left), ""),
	}
	switch {
	case left <= 0:
		return iamhygiene.Failed(fmt.Sprintf("%s expired %s ago; it must be valid", name, iamhygiene.Days(-left)), evidence...)
	case left <= c.warn():
		return iamhygiene.Failed(fmt.Sprintf("%s expires in %s; more than %s is required", name, iamhygiene.Days(left), iamhygiene.Days(c.warn())), evidence...).At(iamhygiene.SeverityLow)
	}
	return iamhygiene.Passed(fmt.Sprintf("%s is valid for another %s", name, iamhygiene.Days(left)), evidence...)
}
