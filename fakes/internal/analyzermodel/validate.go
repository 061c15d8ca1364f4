package analyzermodel

import (
	"context"
	"errors"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

func (s *Service) validatePolicy(_ context.Context, c *model.Call, in *accessanalyzer.ValidatePolicyInput) (*accessanalyzer.ValidatePolicyOutput, error) {
	if in.Locale != "" && in.Locale != types.LocaleEn {
		return nil, model.NotModeled(c, "the locale "+string(in.Locale))
	}
	kind, err := policyType(in)
	if err != nil {
		return nil, err
	}
	v := &validation{document: aws.ToString(in.PolicyDocument), kind: kind}
	v.run()
	findings, next, err := page(c, v.findings, nil, in.NextToken, in.MaxResults)
	return &accessanalyzer.ValidatePolicyOutput{Findings: findings, NextToken: next}, err
}

func policyType(in *accessanalyzer.ValidatePolicyInput) (policyeval.PolicyType, error) {
	resource := in.ValidatePolicyResourceType
	switch {
	case resource != "" && in.PolicyType != types.PolicyTypeResourcePolicy:
		return 0, invalid("validatePolicyResourceType", "A resource type goes with resource policies only.")
	case resource != "" && !slices.Contains(resource.Values(), resource):
		return 0, invalid("validatePolicyResourceType", "There is no such resource type.")
	case resource == types.ValidatePolicyResourceTypeRoleTrust:
		return policyeval.RoleTrustPolicy, nil
	}
	switch in.PolicyType {
	case types.PolicyTypeIdentityPolicy:
		return policyeval.IdentityPolicy, nil
	case types.PolicyTypeResourcePolicy:
		return policyeval.ResourcePolicy, nil
	case types.PolicyTypeServiceControlPolicy:
		return policyeval.ServiceControlPolicy, nil
	case types.PolicyTypeResourceControlPolicy:
		return policyeval.ResourceControlPolicy, nil
	}
	return 0, invalid("policyType", "There is no such policy type.")
}

// A validation collects the findings about one document.
type validation struct {
	document string
	kind     policyeval.PolicyType
	findings []types.ValidatePolicyFinding
}

func (v *validation) run() {
	p, err := policyeval.Parse([]byte(v.document), policyeval.WithType(v.kind), policyeval.Lenient)
	var faults policyeval.ParseErrors
	if err != nil {
		if errors.As(err, &faults) {
			v.faults(nil, faults)
		}
		return
	}
	warnings, err := p.Check(v.kind)
	if errors.As(err, &faults) {
		v.faults(p, faults)
	}
	for _, w := range warnings {
		if is, ok := v.warningIssue(p, w); ok {
			v.add(is, w.Message, w.Path, w.Offset)
		}
	}
	if p.Version == nil {
		v.add(issue{types.ValidatePolicyFindingTypeWarning, "MISSING_VERSION"},
			"The policy has no Version, so that policy variables are plain text. Add \"Version\": \"2012-10-17\".", "", 0)
	}
	for _, st := range p.Statements {
		v.actions(p, st)
		v.permissive(p, st)
	}
}

func (v *validation) faults(p *policyeval.Policy, faults policyeval.ParseErrors) {
	for _, f := range faults {
		text := f.Message
		if f.Advice != "" {
			text += "; " + f.Advice
		}
		v.add(v.faultIssue(p, f), text, f.Path, f.Offset)
	}
}

// add adds a finding. The text is ours, type and code are AWS's.
func (v *validation) add(is issue, text, path string, offset int) {
	v.findings = append(v.findings, types.ValidatePolicyFinding{
		FindingType:    is.kind,
		IssueCode:      aws.String(is.code),
		FindingDetails: aws.String(text),
		LearnMoreLink:  aws.String(is.link()),
		Locations:      []types.Location{v.locate(path, offset)},
	})
}
