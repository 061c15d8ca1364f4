package report

import (
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// chain prints the steps of a finding on one line: "user/ci -> role/deploy
// (sts-assume-role) -> administrator (iam-put-role-policy)"; empty where it has
// none.
func chain(f *iamhygiene.Finding) string {
	if len(f.Steps) == 0 {
		return ""
	}
	var b strings.Builder
	r := &f.Resource
	b.WriteString(principalName(r.Partition, r.Account, f.Steps[0].From))
	for _, s := range f.Steps {
		b.WriteString(" -> " + principalName(r.Partition, r.Account, s.To) + " (" + s.Method + ")")
	}
	return b.String()
}

// principalName is the ARN of a principal without what all of the account share.
func principalName(partition, account, arn string) string {
	return strings.TrimPrefix(arn, "arn:"+partition+":iam::"+account+":")
}
