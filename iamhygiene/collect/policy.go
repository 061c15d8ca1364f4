package collect

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// RequiredPolicy returns the least IAM policy, as JSON, under which [Snapshot]
// collects what the checks need: one statement for each service, its actions
// sorted, on all resources, since most of them list and take no narrower one.
// Without checks it is the policy for everything that Snapshot collects by
// default. It is "" where the checks need nothing.
//
// sts:GetCallerIdentity is not in it: every principal may call it.
// account:ListRegions is, where a dataset is collected Region by Region. A
// dataset that no collector of this package fills, such as the EC2 instances,
// counts with what its DatasetInfo asks to Grant.
func RequiredPolicy(checks ...iamhygiene.Check) string {
	text, err := Policy(func(o *Options) {
		o.Checks = checks
		if len(checks) > 0 {
			o.LastAccessed.MaxJobs = 1 // a check asks for it
		}
	})
	if err != nil { // only options of a caller can be wrong
		return ""
	}
	return text
}

// Policy is [RequiredPolicy] for a call of Snapshot with the same options, which
// may name datasets and add collectors. The error is an [*OptionError].
func Policy(opts ...func(*Options)) (string, error) {
	o := options(opts)
	plan, err := makePlan(o)
	if err != nil {
		return "", err
	}
	actions := make(map[string]bool)
	regional := false
	for i := range plan.collectors {
		c := &plan.collectors[i]
		regional = regional || c.Regional
		for _, a := range c.actions() {
			actions[a] = true
		}
	}
	for _, d := range plan.elsewhere(o) {
		for _, a := range d.Grant() {
			actions[a] = true
		}
		regional = regional || d.Name == iamhygiene.Instances.Name() || d.Name == iamhygiene.Functions.Name()
	}
	if regional && len(o.Regions) == 0 {
		actions[listRegions] = true
	}
	return policyText(actions)
}

// elsewhere returns the datasets that the checks ask for and no collector
// fills.
func (p *plan) elsewhere(o *Options) []iamhygiene.DatasetInfo {
	filled := make(map[string]bool)
	for i := range p.collectors {
		for _, name := range p.collectors[i].names() {
			filled[name] = true
		}
	}
	asked := make(map[string]bool)
	for _, c := range o.Checks {
		info := c.Info()
		for _, name := range slices.Concat(info.Needs, info.Uses) {
			asked[name] = !slices.Contains(o.Without, name)
		}
	}
	return slices.DeleteFunc(iamhygiene.StandardDatasets(), func(d iamhygiene.DatasetInfo) bool { return !asked[d.Name] || filled[d.Name] })
}

// policyText writes a policy document that allows the actions.
func policyText(actions map[string]bool) (string, error) {
	type statement struct {
		Sid      string
		Effect   string
		Action   []string
		Resource string
	}
	byService := make(map[string]*statement)
	document := struct {
		Version   string
		Statement []*statement
	}{Version: "2012-10-17"}
	for action := range actions {
		service, _, _ := strings.Cut(action, ":")
		s := byService[service]
		if s == nil {
			s = &statement{Sid: sid(service), Effect: "Allow", Resource: "*"}
			byService[service] = s
			document.Statement = append(document.Statement, s)
		}
		s.Action = append(s.Action, action)
	}
	if len(document.Statement) == 0 {
		return "", nil
	}
	for _, s := range document.Statement {
		slices.Sort(s.Action)
	}
	slices.SortFunc(document.Statement, func(a, b *statement) int { return compare(a.Sid, b.Sid) })
	text, err := json.MarshalIndent(document, "", "  ")
	return string(text), err
}

// sid makes a statement id, which has letters and digits alone, of the prefix
// of a service: "ReadAccessAnalyzer" of "access-analyzer".
func sid(service string) string {
	words := strings.FieldsFunc(service, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') })
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return "Read" + strings.Join(words, "")
}
