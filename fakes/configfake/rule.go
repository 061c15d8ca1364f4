package configfake

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

const (
	rulesPerPage = 25   // DescribeConfigRules has no page size
	maxRules     = 1000 // for each Region (configlimits)
	maxResults   = 100  // Limit of GetComplianceDetailsByConfigRule
	results      = 10   // its default
)

// managedName is the form of the identifiers of AWS managed rules. AWS knows
// which of them exist; the fake takes any.
var managedName = regexp.MustCompile(`^[A-Z0-9_]{1,256}$`)

// rule returns where the rule with the name is, or belongs.
func (st *store) rule(name string) (int, bool) {
	return slices.BinarySearchFunc(st.Rules, name, func(r *rule, name string) int {
		return strings.Compare(*r.Config.ConfigRuleName, name)
	})
}

func noRule(name string) error {
	return model.Errorf("NoSuchConfigRuleException", "The ConfigRule '%s' provided in the request is invalid. Please check the configRule name", name)
}

func badToken() error {
	return model.Errorf("InvalidNextTokenException", "The nextToken provided is invalid")
}

func invalidParameter(format string, args ...any) error {
	return model.Errorf("InvalidParameterValueException", format, args...)
}

func (m *config) describeRules(_ context.Context, c *model.Call, in *configservice.DescribeConfigRulesInput) (*configservice.DescribeConfigRulesOutput, error) {
	st := m.state.Read(c)
	if in.Filters != nil && in.Filters.RuleEvaluationVisibility != "" {
		return nil, model.NotModeled(c, "the filter RuleEvaluationVisibility")
	}
	if len(in.ConfigRuleNames) > rulesPerPage {
		return nil, model.Errorf("ValidationException", "1 validation error detected: Value at 'configRuleNames' failed to satisfy constraint: Member must have length less than or equal to 25")
	}
	for _, name := range in.ConfigRuleNames {
		if _, ok := st.rule(name); !ok {
			return nil, noRule(name)
		}
	}
	var all []types.ConfigRule
	for _, r := range st.Rules {
		if len(in.ConfigRuleNames) > 0 && !slices.Contains(in.ConfigRuleNames, *r.Config.ConfigRuleName) {
			continue
		}
		if f := in.Filters; f != nil && f.EvaluationMode != "" && !r.evaluates(f.EvaluationMode) {
			continue
		}
		all = append(all, r.Config)
	}
	page, next, ok := model.Page(c, all, func(r types.ConfigRule) string { return *r.ConfigRuleName }, in.NextToken, nil, rulesPerPage)
	if !ok {
		return nil, badToken()
	}
	m.forget(c, page)
	return &configservice.DescribeConfigRulesOutput{ConfigRules: page, NextToken: next}, nil
}

// forget removes the rules that a caller has seen being deleted.
func (m *config) forget(c *model.Call, seen []types.ConfigRule) {
	st := m.state.At(c.Account, c.Region)
	for _, r := range seen {
		if i, ok := st.rule(*r.ConfigRuleName); ok && r.ConfigRuleState == types.ConfigRuleStateDeleting && st.Rules[i].Config.ConfigRuleState == types.ConfigRuleStateDeleting {
			st.Rules = slices.Delete(slices.Clone(st.Rules), i, i+1)
		}
	}
}

func (r *rule) evaluates(mode types.EvaluationMode) bool {
	return slices.ContainsFunc(r.Config.EvaluationModes, func(e types.EvaluationModeConfiguration) bool { return e.Mode == mode })
}

func (m *config) putRule(_ context.Context, c *model.Call, in *configservice.PutConfigRuleInput) (*configservice.PutConfigRuleOutput, error) {
	_, err := m.setRule(m.state.Write(c), c.Account, c.Region, *in.ConfigRule, tagMap(in.Tags))
	return nil, err
}

// setRule makes a rule, or changes the one that it names by name, id or ARN.
func (m *config) setRule(st *store, a *model.Account, region string, given types.ConfigRule, tags map[string]string) (*rule, error) {
	if st.Recorder == nil {
		return nil, model.Errorf("NoAvailableConfigurationRecorderException", "Configuration recorder is not available to put config rule.")
	}
	old, err := st.existing(given)
	if err != nil {
		return nil, err
	}
	if err := checkRule(a, given); err != nil {
		return nil, err
	}
	if old == nil {
		name := aws.ToString(given.ConfigRuleName)
		switch {
		case name == "" || len(name) > 128:
			return nil, invalidParameter("The ConfigRuleName is required and has at most 128 characters.")
		case given.ConfigRuleArn != nil || given.ConfigRuleId != nil:
			return nil, invalidParameter("ConfigRuleArn and ConfigRuleId cannot be specified for a new ConfigRule.")
		case len(st.Rules) >= maxRules:
			return nil, model.Errorf("MaxNumberOfConfigRulesExceededException", "Account already contains '%d' config rules. Consider deleting some rules before adding new rules.", maxRules)
		}
		id := "config-rule-" + m.id()
		given.ConfigRuleId, given.ConfigRuleArn = aws.String(id), aws.String(a.RegionalARN(prefix, region, "config-rule/"+id))
		i, _ := st.rule(name)
		old = &rule{Tags: tags}
		st.Rules = slices.Insert(slices.Clone(st.Rules), i, old)
	} else {
		given.ConfigRuleName, given.ConfigRuleId, given.ConfigRuleArn = old.Config.ConfigRuleName, old.Config.ConfigRuleId, old.Config.ConfigRuleArn
	}
	given.ConfigRuleState = types.ConfigRuleStateActive
	if given.EvaluationModes == nil {
		given.EvaluationModes = []types.EvaluationModeConfiguration{{Mode: types.EvaluationModeDetective}}
	}
	old.Config = given
	return old, nil
}

// existing returns the rule that a definition changes, nil if it is a new one.
func (st *store) existing(given types.ConfigRule) (*rule, error) {
	for _, r := range st.Rules {
		if equal(given.ConfigRuleName, r.Config.ConfigRuleName) || equal(given.ConfigRuleId, r.Config.ConfigRuleId) || equal(given.ConfigRuleArn, r.Config.ConfigRuleArn) {
			if r.Config.ConfigRuleState == types.ConfigRuleStateDeleting {
				return nil, model.Errorf("ResourceInUseException", "The rule %s is currently being deleted.", *r.Config.ConfigRuleName)
			}
			return r, nil
		}
	}
	return nil, nil
}

func equal(a, b *string) bool { return a != nil && b != nil && *a == *b }

// checkRule refuses what the API reference of ConfigRule and Source excludes.
func checkRule(a *model.Account, given types.ConfigRule) error {
	id := aws.ToString(given.Source.SourceIdentifier)
	switch given.Source.Owner {
	case types.OwnerAws:
		if !managedName.MatchString(id) {
			return invalidParameter("The sourceIdentifier %s is invalid. Please refer to the documentation for a list of valid sourceIdentifiers that can be used when AWS is the Owner.", id)
		}
		if len(given.Source.SourceDetails) > 0 {
			return invalidParameter("SourceDetails cannot be set when the owner of a ConfigRule is AWS.")
		}
	case types.OwnerCustomLambda:
		if !strings.HasPrefix(id, "arn:"+a.Partition+":lambda:") {
			return invalidParameter("The sourceIdentifier %s is not the ARN of a Lambda function.", id)
		}
		if len(given.Source.SourceDetails) == 0 {
			return invalidParameter("SourceDetails should be null/empty if the owner is AWS. SourceDetails is required for a custom rule.")
		}
	case types.OwnerCustomPolicy:
		if given.Source.CustomPolicyDetails == nil {
			return invalidParameter("CustomPolicyDetails is required when the owner of a ConfigRule is CUSTOM_POLICY.")
		}
	default:
		return invalidParameter("The owner %s of the ConfigRule is not valid.", given.Source.Owner)
	}
	if given.InputParameters != nil && !json.Valid([]byte(*given.InputParameters)) {
		return invalidParameter("Blank spaces are not acceptable for required parameter or the inputParameters are no JSON: %s", *given.InputParameters)
	}
	if f := given.MaximumExecutionFrequency; f != "" && !slices.Contains(f.Values(), f) {
		return invalidParameter("The MaximumExecutionFrequency %s is not valid.", f)
	}
	return nil
}

func (m *config) deleteRule(_ context.Context, c *model.Call, in *configservice.DeleteConfigRuleInput) (*configservice.DeleteConfigRuleOutput, error) {
	st := m.state.Write(c)
	i, ok := st.rule(*in.ConfigRuleName)
	switch {
	case !ok:
		return nil, noRule(*in.ConfigRuleName)
	case st.Rules[i].Config.ConfigRuleState == types.ConfigRuleStateDeleting:
		return nil, model.Errorf("ResourceInUseException", "The rule %s is currently being deleted.", *in.ConfigRuleName)
	}
	st.Rules[i].Config.ConfigRuleState = types.ConfigRuleStateDeleting
	return nil, nil
}

func (m *config) complianceDetails(_ context.Context, c *model.Call, in *configservice.GetComplianceDetailsByConfigRuleInput) (*configservice.GetComplianceDetailsByConfigRuleOutput, error) {
	st := m.state.Read(c)
	i, ok := st.rule(*in.ConfigRuleName)
	switch {
	case !ok:
		return nil, noRule(*in.ConfigRuleName)
	case in.Limit < 0 || in.Limit > maxResults:
		return nil, model.Errorf("ValidationException", "1 validation error detected: Value '%d' at 'limit' failed to satisfy constraint: Member must be between 0 and 100", in.Limit)
	}
	for _, t := range in.ComplianceTypes {
		if t != types.ComplianceTypeCompliant && t != types.ComplianceTypeNonCompliant && t != types.ComplianceTypeNotApplicable {
			return nil, invalidParameter("The compliance type %s cannot be a filter. Valid values are COMPLIANT, NON_COMPLIANT and NOT_APPLICABLE.", t)
		}
	}
	var all []types.EvaluationResult
	for _, r := range st.Rules[i].Results {
		if len(in.ComplianceTypes) == 0 || slices.Contains(in.ComplianceTypes, r.ComplianceType) {
			all = append(all, r)
		}
	}
	page, next, ok := model.Page(c, all, nil, in.NextToken, &in.Limit, results)
	if !ok {
		return nil, badToken()
	}
	return &configservice.GetComplianceDetailsByConfigRuleOutput{EvaluationResults: page, NextToken: next}, nil
}

// resource tells the resource of a result.
func resource(r types.EvaluationResult) string {
	q := r.EvaluationResultIdentifier.EvaluationResultQualifier
	return *q.ResourceType + "/" + *q.ResourceId
}
