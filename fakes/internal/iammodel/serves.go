package iammodel

import (
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
)

// Serves reports whether a role exists and whether its trust policy lets a
// service, such as "lambda.amazonaws.com", assume it: what services ask before
// they take a role. Keys that only the service's later calls have, such as
// aws:SourceArn, are not known then and stand in nobody's way. Of accounts that
// the fake does not have, everything is believed. It runs under the lock of the
// Cloud.
func (s *Service) Serves(roleARN, service string) (exists, trusts bool) {
	parts := strings.SplitN(roleARN, ":", 6)
	if len(parts) != 6 || parts[2] != "iam" || !strings.HasPrefix(parts[5], "role/") {
		return false, false
	}
	account := s.cloud.Lookup(parts[4])
	if account == nil {
		return true, true
	}
	r := s.stores.Settled(account).roleByARN(roleARN)
	if r == nil {
		return false, false
	}
	trust, err := policyeval.Parse([]byte(r.Trust), policyeval.WithType(policyeval.RoleTrustPolicy), policyeval.Lenient)
	if err != nil {
		return true, false
	}
	d, err := policyeval.Evaluate(policyeval.Policies{Resource: trust}, &policyeval.Request{
		Principal: "service:" + service, Action: "sts:AssumeRole", Resource: r.ARN, ResourceAccount: account.ID,
		Context: policyeval.Context{"aws:SourceAccount": {account.ID}},
		Time:    s.cloud.Now(), Open: true,
	})
	return true, err == nil && d.Possible.Has(policyeval.Allowed)
}
