package checks

import (
	"context"
	"fmt"
	"strings"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// RootSigningCertificate is the check root-signing-certificate: the root user
// has no X.509 signing certificate. It has no parameters.
type RootSigningCertificate struct{}

// Info describes the check.
func (c RootSigningCertificate) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "root-signing-certificate", Theme: "root", Severity: iamhygiene.SeverityHigh,
		Title:       "Root user has no signing certificate",
		Description: "No X.509 signing certificate of the root user exists, active or not, by the account summary, else by the credential report.",
		Risk:        "The private key of such a certificate signs requests of old SOAP interfaces as the root user, which no policy of the account limits.",
		Remediation: iamhygiene.Remediation{
			Text:    "Sign in as the root user and delete the certificate under Security credentials. The command does the same with root credentials.",
			Command: "aws iam delete-signing-certificate --certificate-id <certificate id>",
			URL:     rootPage + "#id_root-user_secure_credentials",
		},
		Uses: rootSources(),
	}
}

// Run evaluates the check for the root user.
func (c RootSigningCertificate) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachRoot(ctx, s, c.judge)
}

func (c RootSigningCertificate) judge(r *iamhygiene.Root) iamhygiene.Verdict {
	certificates := rootCertificates(r)
	if certificates.fact.err != nil {
		return iamhygiene.Undecided(certificates.fact.err)
	}
	s := r.Snapshot()
	if !certificates.fact.holds {
		return certificates.fact.verdict(s, iamhygiene.Passed("the root user has no signing certificate"))
	}
	message := "the root user has a signing certificate"
	for _, status := range [...]credreport.Status{credreport.StatusActive, credreport.StatusInactive} {
		if slots := certificates.slots[status]; len(slots) > 0 {
			message += fmt.Sprintf(", %s: %s", status, strings.Join(slots, ", "))
		}
	}
	return certificates.fact.verdict(s, iamhygiene.Failed(message+"; it may have none"))
}
