package checktest

import (
	"bytes"
	"slices"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// standard returns the built-in datasets whose file is their JSON form, or for
// the attestations that of [iamhygiene.ReadAttestations]. The other four are
// read as the AWS CLI prints them.
func standard() []Dataset {
	return []Dataset{
		JSON(iamhygiene.AccessKeyDetails), JSON(iamhygiene.LoginProfiles), JSON(iamhygiene.MFADevices),
		JSON(iamhygiene.VirtualMFADevices), JSON(iamhygiene.SSHKeys), JSON(iamhygiene.ServiceCredentials),
		JSON(iamhygiene.ServerCertificates), JSON(iamhygiene.SAMLProviders), JSON(iamhygiene.OIDCProviders),
		JSON(iamhygiene.IdentityCenter), JSON(iamhygiene.RoleSessions), JSON(iamhygiene.LastAccessed),
		JSON(iamhygiene.OrganizationDetails), JSON(iamhygiene.OrganizationAccounts), JSON(iamhygiene.ControlPolicies),
		JSON(iamhygiene.RootFeatures), JSON(iamhygiene.RootEmail), JSON(iamhygiene.AlternateContacts),
		JSON(iamhygiene.PrimaryContact), JSON(iamhygiene.Trails), JSON(iamhygiene.MetricFilters),
		JSON(iamhygiene.Alarms), JSON(iamhygiene.Subscriptions), JSON(iamhygiene.EventRules),
		JSON(iamhygiene.ConfigRules), JSON(iamhygiene.ConfigRecorders), JSON(iamhygiene.Analyzers),
		JSON(iamhygiene.AnalyzerFindings), JSON(iamhygiene.Instances), JSON(iamhygiene.InstanceProfiles),
		JSON(iamhygiene.Functions), JSON(iamhygiene.AccountAliases), attestations(),
	}
}

func attestations() Dataset {
	d := JSON(iamhygiene.Attestations)
	d.make = func(text []byte, errs []*iamhygiene.DataError) (iamhygiene.SnapshotOption, error) {
		list, err := iamhygiene.ReadAttestations(bytes.NewReader(text))
		if err != nil {
			return nil, err
		}
		return iamhygiene.Attestations.With(list, time.Time{}, errs...), nil
	}
	return d
}

// datasets returns the built-in datasets and the caller's, which win where they
// have the same name.
func (r *Runner) datasets() []Dataset {
	own := func(d Dataset) bool {
		return slices.ContainsFunc(r.Datasets, func(x Dataset) bool { return x.info.Name == d.info.Name })
	}
	return append(slices.DeleteFunc(standard(), own), r.Datasets...)
}
