package iammodel

import "github.com/aws/aws-sdk-go-v2/service/iam/types"

// Jobs are what an account has asked IAM to prepare.
type Jobs struct {
	// Report is the credential report, nil if none was ever asked for.
	Report *Report
	// ModernRoot makes the report say whether the root user has a password,
	// which older reports do not support.
	ModernRoot bool
	// Accesses are the jobs of access information, by id.
	Accesses map[string]*AccessJob
	// OrgReports are the jobs about entities of the organization, by id.
	OrgReports map[string]*OrgReport

	// ReportPolls and AccessPolls are the numbers of polls that find a report
	// or job in progress. The zero value means one, a negative number none.
	ReportPolls, AccessPolls int
	// AccessFailure makes jobs of access information fail.
	AccessFailure *types.ErrorDetails
}

// polls is how many polls find something in progress. They are counted by calls
// and not by time, because the clock of a test stands still.
func polls(n int) int {
	if n == 0 {
		return 1
	}
	return max(n, 0)
}
