package checks

import (
	"context"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// rootChecks returns the checks of the theme.
func rootChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{
		RootMFA{},
		RootHardwareMFA{},
		RootAccessKey{},
		RootSigningCertificate{},
		RootRecentUse{Window: t.rootUse},
		RootUsageAlarm{},
		RootEmailGroup{},
		RootCredentialsCentralised{},
	}
}

// eachRoot judges the root user. Unlike [each] it leaves the remark on old
// credential reports to the judge, who knows whether the report decided or the
// account summary, which is fresh.
func eachRoot(ctx context.Context, s *iamhygiene.Snapshot, judge iamhygiene.Predicate[*iamhygiene.Root]) []iamhygiene.Finding {
	return iamhygiene.Each(ctx, s, iamhygiene.One(s.Root()), judge)
}

// rootSources are the datasets that answer for each other on the root user.
func rootSources() []string {
	return []string{iamhygiene.Summary.Name(), iamhygiene.CredentialReport.Name()}
}

// rootPage is AWS's page on the root user.
const rootPage = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html"
