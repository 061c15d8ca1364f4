package collect_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// A Region that a guardrail of the organization closes is an error of that
// Region; what the others hold is there.
func ExampleSnapshot_regions() {
	org := fakes.NewOrganization()
	acct := org.Account("111122223333")
	acct.AttachSCP("europe", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"access-analyzer:*","Resource":"*",
		"Condition":{"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}}}}`)
	acct.AddAnalyzer("eu-west-1", "main", types.TypeAccount)
	role := acct.AddRole("audit", fakes.TrustAccount("111122223333"), fakes.AttachPolicy("SecurityAudit"))

	s, err := collect.Snapshot(context.Background(), acct.ConfigAs(role.ARN), func(o *collect.Options) {
		o.Datasets = []string{iamhygiene.Analyzers.Name()}
		o.Regions = []string{"eu-west-1", "us-east-1"}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	analyzers, err := iamhygiene.Analyzers.Get(s)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("read:", analyzers.Regions)
	for _, a := range analyzers.Items {
		fmt.Println(a.Type, "in", a.Region)
	}
	for _, e := range iamhygiene.Analyzers.Errors(s) {
		fmt.Println("not read:", e.Scope, e.Code)
	}
	// Output:
	// read: [eu-west-1]
	// ACCOUNT in eu-west-1
	// not read: us-east-1 AccessDeniedException
}
