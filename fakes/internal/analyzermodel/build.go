package analyzermodel

import (
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// The functions here are for builders of fakes: they change an account without
// a call, and return the errors that a call would get.

// Add makes an analyzer and returns its ARN. It does not ask who may.
func (s *Service) Add(owner *model.Account, region, name string, kind types.Type, now time.Time) (arn string, err error) {
	st := s.state.At(owner)
	a, err := s.create(st, owner, region, name, kind, now)
	if err != nil {
		return "", err
	}
	st.analyzers = append(st.analyzers, a)
	return a.arn, nil
}

// AddRule adds an archive rule to an analyzer.
func (s *Service) AddRule(owner *model.Account, region, name, rule string, filter map[string]types.Criterion, now time.Time) error {
	a := s.state.At(owner).named(region, name)
	if a == nil {
		return fmt.Errorf("there is no analyzer %q in %s", name, region)
	}
	return a.addRule(rule, filter, now)
}

// AddFinding adds a finding and returns its id. The resource counts as analyzed
// from then on.
func (s *Service) AddFinding(owner *model.Account, region, name string, add Finding, now time.Time) (id string, err error) {
	a := s.state.At(owner).named(region, name)
	if a == nil {
		return "", fmt.Errorf("there is no analyzer %q in %s", name, region)
	}
	f := &finding{Finding: add, owner: add.Owner, status: add.Status, created: add.Created.UTC()}
	if f.owner == "" {
		f.owner = owner.ID
	}
	if f.created.IsZero() {
		f.created = now
	}
	f.updated, f.analyzed = f.created, now
	if err := a.check(f); err != nil {
		return "", err
	}
	if f.status == "" {
		f.status = types.FindingStatusActive
		if slices.ContainsFunc(a.rules, func(r types.ArchiveRuleSummary) bool { return f.matches(r.Filter) }) {
			f.status = types.FindingStatusArchived
		}
	}
	f.id = findingID(fmt.Sprintf("%s/%d", a.arn, len(a.findings)))
	a.findings = append(a.findings, f)
	a.see(types.AnalyzedResourceSummary{ResourceArn: aws.String(f.Resource), ResourceOwnerAccount: aws.String(f.owner), ResourceType: f.ResourceType})
	return f.id, nil
}

// check refuses findings that an analyzer of the type cannot have.
func (a *analyzer) check(f *finding) error {
	fits := f.Type == types.FindingTypeInternalAccess
	switch {
	case a.external():
		fits = f.Type == types.FindingTypeExternalAccess
	case a.unused():
		fits = f.Type != types.FindingTypeExternalAccess && f.Type != types.FindingTypeInternalAccess
	}
	switch {
	case !slices.Contains(f.Type.Values(), f.Type) || !fits:
		return fmt.Errorf("an analyzer of type %s has no findings of type %q", a.kind, f.Type)
	case !slices.Contains(f.ResourceType.Values(), f.ResourceType):
		return fmt.Errorf("there is no resource type %q", f.ResourceType)
	case f.Resource == "":
		return fmt.Errorf("the finding has no Resource")
	case f.status != "" && !slices.Contains(f.status.Values(), f.status):
		return fmt.Errorf("there is no status %q", f.status)
	case len(f.Details) == 0:
		return fmt.Errorf("the finding has no Details")
	}
	return nil
}

// see notes a resource as analyzed.
func (a *analyzer) see(r types.AnalyzedResourceSummary) {
	if !slices.ContainsFunc(a.resources, func(other types.AnalyzedResourceSummary) bool { return *other.ResourceArn == *r.ResourceArn }) {
		a.resources = append(a.resources, r)
	}
}

// findingID returns the id of a finding, of the form of a UUID, and the same in
// every run.
func findingID(seed string) string {
	h := fnv.New128a()
	h.Write([]byte(seed)) // never fails
	b := h.Sum(nil)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
