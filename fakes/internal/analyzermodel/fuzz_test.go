package analyzermodel

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/policyeval"
)

// FuzzDocuments reads any text as a policy: the findings about it lie within it,
// and a policy grants no access that it does not have itself.
func FuzzDocuments(f *testing.F) {
	for _, seed := range []string{
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:GetObject"],"Resource":"arn:aws:s3:::b/*"}]}`,
		`{"Statement":{"Sid":"","Effect":"Deny","NotAction":"iam:*","NotResource":["*","arn:aws:s3:::b"],"Condition":{"StringLike":{"aws:SourceArn":["arn:*"]}}}}`,
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"*","Resource":"*"}]}`,
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"accounts.google.com"},"Action":"sts:AssumeRoleWithWebIdentity"}]}`,
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"::/0"}}},{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::x*"}]}`,
		"{\n\"Version\": \"2012", `[]`, ``, "\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, document string) {
		for _, kind := range []policyeval.PolicyType{policyeval.IdentityPolicy, policyeval.ResourcePolicy, policyeval.RoleTrustPolicy, policyeval.ServiceControlPolicy} {
			v := validation{document: document, kind: kind}
			v.run()
			for _, finding := range v.findings {
				span := finding.Locations[0].Span
				assert.NotEmpty(t, *finding.IssueCode)
				assert.LessOrEqual(t, *span.Start.Offset, *span.End.Offset)
				assert.LessOrEqual(t, int(*span.End.Offset), len([]rune(document)))
			}
		}
		for _, kind := range []policyeval.PolicyType{policyeval.UnknownPolicyType, policyeval.IdentityPolicy} {
			r, err := read(document, kind, "policyDocument")
			if err != nil {
				continue
			}
			reasons, _ := newAccess(r, r) // undecided is an answer too
			assert.Empty(t, reasons)
			for _, st := range r.policy.Statements {
				public, err := r.public(st)
				assert.False(t, public && err != nil)
			}
		}
	})
}
