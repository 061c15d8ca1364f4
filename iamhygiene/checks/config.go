package checks

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// ConfigKeyRotationRule is the check config-key-rotation-rule: AWS Config reports
// access keys that are too old.
type ConfigKeyRotationRule struct {
	// MaxAge is the greatest age that the rule may allow; zero means 90 days.
	// The rule counts in whole days.
	MaxAge time.Duration
}

// Info describes the check.
func (c ConfigKeyRotationRule) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "config-key-rotation-rule", Theme: "monitoring", Severity: iamhygiene.SeverityLow,
		Title:       "Config reports key age",
		Description: "In some Region there is an active AWS Config rule whose source is the managed rule ACCESS_KEYS_ROTATED and whose parameter maxAccessKeyAge is no more than the limit. A rule without the parameter has AWS's default of 90 days. A custom rule does not count, because what it does cannot be seen.",
		Risk:        "Between two looks at the account nobody is told that a key has grown too old.",
		Remediation: iamhygiene.Remediation{
			Text:    "Add the managed rule access-keys-rotated in the Region where AWS Config records IAM, with the age at which keys are to be replaced.",
			Command: "aws configservice put-config-rule --config-rule file://<rule>",
			URL:     "https://docs.aws.amazon.com/config/latest/developerguide/access-keys-rotated.html",
		},
		Needs:  []string{iamhygiene.ConfigRules.Name()},
		Params: map[string]string{"max_age": days(c.maxAge())},
	}
}

func (c ConfigKeyRotationRule) maxAge() time.Duration { return orDefault(c.MaxAge, 90*day) }

// Run evaluates the check for the account.
func (c ConfigKeyRotationRule) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, iamhygiene.One(s.Account()), c.judge)
}

func (c ConfigKeyRotationRule) judge(a *iamhygiene.Account) iamhygiene.Verdict {
	s := a.Snapshot()
	rules, err := iamhygiene.ConfigRules.Get(s)
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	var why []string
	var evidence []iamhygiene.Evidence
	for _, r := range rules.Items {
		if r.Source != "ACCESS_KEYS_ROTATED" || r.Owner != "AWS" && r.Owner != "" {
			continue
		}
		age, err := ruleAge(r.Parameters)
		facts := []iamhygiene.Evidence{
			fact(s, iamhygiene.ConfigRules, "ConfigRuleName", r.Name, ""),
			fact(s, iamhygiene.ConfigRules, "ConfigRuleState", r.State, "ACTIVE"),
			fact(s, iamhygiene.ConfigRules, "InputParameters/maxAccessKeyAge", age, "at most "+wholeDays(c.maxAge())),
		}
		n, _ := strconv.Atoi(age)
		switch {
		case r.State != "ACTIVE" && r.State != "EVALUATING":
			why = append(why, fmt.Sprintf("the rule %s in %s is %s", r.Name, r.Region, r.State))
		case err != nil:
			why = append(why, fmt.Sprintf("the parameters of the rule %s in %s cannot be read: %v", r.Name, r.Region, err))
		case n > int(c.maxAge()/day):
			why = append(why, fmt.Sprintf("the rule %s in %s allows %d days; the limit is %s", r.Name, r.Region, n, iamhygiene.Days(c.maxAge())))
		default:
			return iamhygiene.Passed(fmt.Sprintf("the rule %s in %s reports access keys that are older than %d days; the limit is %s", r.Name, r.Region, n, iamhygiene.Days(c.maxAge())), facts...)
		}
		evidence = append(evidence, facts...)
	}
	if err := unreadIn(s, iamhygiene.ConfigRules); err != nil { // it may be in that Region
		return iamhygiene.Undecided(err, evidence...)
	}
	if len(why) == 0 {
		return iamhygiene.Failed("no AWS Config rule reports the age of access keys", fact(s, iamhygiene.ConfigRules, "SourceIdentifier", "none", "ACCESS_KEYS_ROTATED"))
	}
	return iamhygiene.Failed("no AWS Config rule reports the age of access keys in time: "+strings.Join(why, "; "), evidence...)
}

// ruleAge returns the days that a rule allows, as text.
func ruleAge(parameters string) (string, error) {
	if strings.TrimSpace(parameters) == "" {
		return "90", nil
	}
	var in struct {
		Days any `json:"maxAccessKeyAge"`
	}
	if err := json.Unmarshal([]byte(parameters), &in); err != nil {
		return "", fmt.Errorf("they are no JSON object")
	}
	text := "90"
	switch v := in.Days.(type) {
	case nil:
	case string:
		text = strings.TrimSpace(v)
	case float64:
		text = strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return "", fmt.Errorf("maxAccessKeyAge is no number")
	}
	if n, err := strconv.Atoi(text); err != nil || n < 1 {
		return text, fmt.Errorf("maxAccessKeyAge is %q", text)
	}
	return text, nil
}

// ConfigRecorderOn is the check config-recorder-on: AWS Config records IAM. It
// has no parameters.
type ConfigRecorderOn struct{}

// Info describes the check.
func (c ConfigRecorderOn) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "config-recorder-on", Theme: "monitoring", Severity: iamhygiene.SeverityLow,
		Title:       "Recorder records IAM",
		Description: "In some Region the configuration recorder of AWS Config is recording, its last delivery did not fail, and users, groups, roles and customer managed policies of IAM are among what it records. One Region is enough, because IAM is global; it must be one that was there before February 2022, because AWS Config records no IAM in later ones.",
		Risk:        "Nobody can say what a policy allowed last month, and rules that need the record say nothing.",
		Remediation: iamhygiene.Remediation{
			Text:    "Start the recorder of one Region with all resource types, the global ones included.",
			Command: "aws configservice start-configuration-recorder --configuration-recorder-name <recorder>",
			URL:     "https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html",
		},
		Frameworks: controls("3.5", "3.3", "3.3", "Config.1"),
		Needs:      []string{iamhygiene.ConfigRecorders.Name()},
	}
}

// Run evaluates the check for the account.
func (c ConfigRecorderOn) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, iamhygiene.One(s.Account()), c.judge)
}

func (c ConfigRecorderOn) judge(a *iamhygiene.Account) iamhygiene.Verdict {
	s := a.Snapshot()
	recorders, err := iamhygiene.ConfigRecorders.Get(s)
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	why := "there is no recorder"
	var evidence []iamhygiene.Evidence
	var undecided error
	for _, r := range recorders.Items {
		name := "the recorder " + r.Name + " in " + r.Region
		recording := "unknown"
		if r.Recording != nil {
			recording = strconv.FormatBool(*r.Recording)
		}
		facts := []iamhygiene.Evidence{
			fact(s, iamhygiene.ConfigRecorders, "name", r.Name+" in "+r.Region, ""),
			fact(s, iamhygiene.ConfigRecorders, "recording", recording, "true"),
			fact(s, iamhygiene.ConfigRecorders, "lastStatus", orNone(r.LastStatus), "not Failure"),
		}
		switch missing := unrecorded(r); {
		case s.Partition() == "aws" && !recordsIAM(r.Region):
			why = name + " cannot record IAM: AWS Config does not in Regions that opened after February 2022"
		case len(missing) > 0:
			why = name + " does not record " + list(missing)
		case r.Recording != nil && !*r.Recording:
			why = name + " is switched off"
		case strings.EqualFold(r.LastStatus, "Failure"):
			why = "the last delivery of " + name + " failed"
		case r.Recording == nil:
			undecided = gap(s, iamhygiene.ConfigRecorders, r.Region)
		default:
			return iamhygiene.Passed(name+" records IAM", facts...)
		}
		evidence = append(evidence, facts...)
	}
	if len(recorders.Items) == 0 && undecided == nil {
		undecided = unreadIn(s, iamhygiene.ConfigRecorders)
	}
	if undecided == nil {
		for _, e := range iamhygiene.ConfigRecorders.Errors(s) {
			if !recorders.Covers(e.Scope) { // it may be in that Region
				undecided = e
				break
			}
		}
	}
	if undecided != nil {
		return iamhygiene.Undecided(undecided, evidence...)
	}
	if len(evidence) == 0 {
		evidence = []iamhygiene.Evidence{fact(s, iamhygiene.ConfigRecorders, "name", "none", "a recorder")}
	}
	return iamhygiene.Failed("AWS Config does not record IAM: "+why, evidence...)
}

// recordsIAM reports whether AWS Config records IAM in the Region of the
// partition aws: it does in those where it was before February 2022, and in none
// that came later.
//
// https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
func recordsIAM(region string) bool {
	switch region {
	case "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1", "af-south-1", "me-south-1",
		"eu-central-1", "eu-north-1", "eu-south-1", "eu-west-1", "eu-west-2", "eu-west-3",
		"ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3":
		return true
	}
	return false
}

// unrecorded returns the resource types of IAM that the recorder leaves out.
func unrecorded(r iamhygiene.ConfigRecorder) []string {
	all := []string{"AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::Policy"}
	listed := func(types []string) func(string) bool {
		return func(t string) bool { return slices.Contains(types, t) }
	}
	switch {
	case r.Strategy == "EXCLUSION_BY_RESOURCE_TYPES":
		excluded := listed(r.Excluded)
		return slices.DeleteFunc(all, func(t string) bool { return !excluded(t) })
	case r.Strategy == "ALL_SUPPORTED_RESOURCE_TYPES" || r.Strategy == "" && r.AllSupported:
		if r.GlobalTypes {
			return nil
		}
		return all
	}
	return slices.DeleteFunc(all, listed(r.Types))
}
