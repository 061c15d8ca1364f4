package stsmodel

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// The limits of sessions, from the API reference of STS.
const (
	shortest     = 15 * time.Minute
	standard     = time.Hour // also the longest for chained roles and root users
	longest      = 12 * time.Hour
	longestUser  = 36 * time.Hour
	standardUser = 12 * time.Hour

	policySize   = 2048
	policyARNs   = 10
	tagsLimit    = 50
	tagKeySize   = 128
	tagValueSize = 256
)

const constraint = "1 validation error detected: Value '%v' at '%s' failed to satisfy constraint: Member must "

var sessionName = regexp.MustCompile(`^[\w+=,.@-]*$`)

func checkSessionName(name string) error { return checkName("roleSessionName", name, 64) }

func checkSourceIdentity(name string) error {
	if name == "" {
		return nil
	}
	return checkName("sourceIdentity", name, 64)
}

func checkName(member, name string, limit int) error {
	switch {
	case len(name) < 2:
		return model.Errorf("ValidationError", constraint+"have length greater than or equal to 2", name, member)
	case len(name) > limit:
		return model.Errorf("ValidationError", constraint+"have length less than or equal to %d", name, member, limit)
	case !sessionName.MatchString(name):
		return model.Errorf("ValidationError", constraint+`satisfy regular expression pattern: [\w+=,.@-]*`, name, member)
	}
	return nil
}

// seconds checks a duration against the range of the operation.
func seconds(asked *int32, normal, most time.Duration) (time.Duration, error) {
	if asked == nil {
		return normal, nil
	}
	d := time.Duration(*asked) * time.Second
	switch {
	case d < shortest:
		return 0, model.Errorf("ValidationError", constraint+"have value greater than or equal to %d", *asked, "durationSeconds", int(shortest.Seconds()))
	case d > most:
		return 0, model.Errorf("ValidationError", constraint+"have value less than or equal to %d", *asked, "durationSeconds", int(most.Seconds()))
	}
	return d, nil
}

// roleDuration checks the duration of a role's session.
func roleDuration(c *model.Call, role model.Role, asked *int32) (time.Duration, error) {
	limit := role.MaxSession
	if limit == 0 {
		limit = standard
	}
	d, err := seconds(asked, standard, longest)
	switch {
	case err != nil:
		return 0, err
	case d > standard && c.Caller.FromSTS:
		return 0, model.Errorf("ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
	case d > limit:
		return 0, model.Errorf("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
	}
	return d, nil
}

// limit gives the session its session policies, and returns the estimated size
// of policies and tags in percent of what is allowed.
func (s Service) limit(c *model.Call, session *model.Principal, policy *string, arns []types.PolicyDescriptorType, tags map[string]string) (*int32, error) {
	size := 0
	if policy != nil {
		if len(*policy) > policySize {
			return nil, model.Errorf("ValidationError", constraint+"have length less than or equal to %d", *policy, "policy", policySize)
		}
		if _, err := policyeval.Parse([]byte(*policy), policyeval.WithType(policyeval.SessionPolicy)); err != nil {
			return nil, model.Errorf("MalformedPolicyDocument", "The policy is not in the valid JSON format.")
		}
		session.SessionPolicies = []string{*policy}
		size += len(*policy)
	}
	if len(arns) > policyARNs {
		return nil, model.Errorf("ValidationError", constraint+"have length less than or equal to %d", len(arns), "policyArns", policyARNs)
	}
	account := c.Cloud.Lookup(session.AccountID)
	for _, d := range arns {
		arn := aws.ToString(d.Arn)
		if s.Identities == nil || account == nil {
			return nil, model.NotModeled(c, "the parameter PolicyArns without a model of IAM")
		}
		if _, ok := s.Identities.Policy(account, arn); !ok {
			if strings.Contains(arn, ":iam::aws:policy/") {
				return nil, model.NotModeled(c, "the AWS managed policy "+arn+" (Account.AddAWSManagedPolicy adds it)")
			}
			return nil, model.Errorf("MalformedPolicyDocument", "Policy %s does not exist or is not attachable.", arn)
		}
		session.SessionPolicyARNs = append(session.SessionPolicyARNs, arn)
		size += len(arn)
	}
	if policy != nil || len(arns) > 0 {
		session.Enforced = true
	}
	for k, v := range tags {
		size += len(k) + len(v)
	}
	if size == 0 {
		return nil, nil
	}
	// STS packs both into a binary form of unknown size; half of the text is
	// about what it comes to.
	percent := int32((size*100/2 + policySize - 1) / policySize)
	if percent > 100 {
		return nil, model.Errorf("PackedPolicyTooLarge", "Packed size of policies and tags consumes %d%% of allotted space.", percent)
	}
	return &percent, nil
}

// checkTags checks session tags and returns them as a map.
func checkTags(list []types.Tag, transitive []string) (map[string]string, error) {
	if len(list) > tagsLimit {
		return nil, model.Errorf("ValidationError", constraint+"have length less than or equal to %d", len(list), "tags", tagsLimit)
	}
	var tags map[string]string
	seen := map[string]bool{}
	for _, t := range list {
		key, value := aws.ToString(t.Key), aws.ToString(t.Value)
		switch {
		case key == "" || len(key) > tagKeySize:
			return nil, model.Errorf("ValidationError", constraint+"have length between 1 and %d", key, "tags.member.key", tagKeySize)
		case len(value) > tagValueSize:
			return nil, model.Errorf("ValidationError", constraint+"have length less than or equal to %d", value, "tags.member.value", tagValueSize)
		case strings.HasPrefix(strings.ToLower(key), "aws:"):
			return nil, model.Errorf("InvalidParameterValue", "Tag keys beginning with \"aws:\" are reserved.")
		case seen[strings.ToLower(key)]:
			return nil, model.Errorf("InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
		}
		seen[strings.ToLower(key)] = true
		if tags == nil {
			tags = map[string]string{}
		}
		tags[key] = value
	}
	for _, key := range transitive {
		if !slices.ContainsFunc(list, func(t types.Tag) bool { return aws.ToString(t.Key) == key }) {
			return nil, model.Errorf("InvalidParameterValue", "The specified transitive tag key must be included in the requested tags.")
		}
	}
	return tags, nil
}

var mfaCode = regexp.MustCompile(`^[0-9]{6}$`)

// checkMFA returns the serial number of the device that the caller used, "" for
// none. A code is right if it has six digits.
func (s Service) checkMFA(c *model.Call, serial, code *string) (string, error) {
	if serial == nil && code == nil {
		return "", nil
	}
	number := strings.TrimSpace(aws.ToString(serial))
	failed := model.Errorf("AccessDenied", "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.")
	switch {
	case code == nil:
		return "", model.Errorf("AccessDenied", "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.")
	case number == "", !mfaCode.MatchString(*code):
		return "", failed
	case c.Caller.Temporary || c.Caller.Kind != model.IAMUser && c.Caller.Kind != model.Root:
		return "", failed
	case s.Identities == nil:
		return "", model.NotModeled(c, "multi-factor authentication (SerialNumber and TokenCode) without a model of IAM")
	}
	owner, ok := s.Identities.MFADevice(c.Account, number)
	if !ok || owner != c.Caller.Name {
		return "", failed
	}
	return number, nil
}
