package enforce

import (
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// found is the need of the call's action on a resource that a model of the
// service knows by name, or else on the ARN that the call tells. What ends in
// "*" there stands for every resource, because the call does not tell which.
func (e *Enforcer) found(c *model.Call, kind, name, arn string) need {
	n := anything(c)
	n.resource, n.pattern = arn, strings.HasSuffix(arn, "*") && !strings.HasSuffix(name, "*")
	if r, ok := e.cloud.Find(service(c.Action), c.Account, c.Region, kind, name); ok {
		n.resource, n.pattern, n.tags = r.ARN, false, map[string]string{}
		for k, v := range r.Tags {
			n.tags[k] = v
		}
	}
	return n
}

// passARN is the need to pass the role with an ARN to a service, in any account:
// the service refuses roles of others.
func (e *Enforcer) passARN(c *model.Call, arn, service string) need {
	n := e.byARN(c, arn)
	n.action, n.shown = "iam:PassRole", arn
	n.set("iam:PassedToService", service)
	return n
}

// configNeeds returns what a call of AWS Config needs. Rules and recorders have
// ids in their ARNs, which only the model knows.
//
// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html
func (e *Enforcer) configNeeds(c *model.Call) []need {
	rule, recorder := get(c.Input, "ConfigRuleName"), get(c.Input, "ConfigurationRecorderName")
	if r, ok := nested(c.Input, "ConfigRule"); ok {
		rule = get(r, "ConfigRuleName")
	}
	given, put := nested(c.Input, "ConfigurationRecorder")
	if put {
		recorder = get(given, "Name")
	}
	var needs []need
	switch {
	case rule != "" && c.Operation != "DescribeConfigRules":
		needs = append(needs, e.found(c, "ConfigRule", rule, c.Account.RegionalARN("config", c.Region, "config-rule/*")))
	case recorder != "":
		needs = append(needs, e.recorder(c, recorder))
	case strings.HasPrefix(c.Operation, "DescribeConfigurationRecorder"):
		for _, name := range texts(c.Input, "ConfigurationRecorderNames") {
			needs = append(needs, e.recorder(c, name))
		}
	}
	if len(needs) == 0 {
		needs = otherNeeds(c)
	}
	for i := range needs {
		needs[i].requestTags = tagsIn(c.Input, "Tags")
	}
	if role := get(given, "RoleARN"); put && role != "" {
		needs = append(needs, e.passARN(c, role, "config.amazonaws.com"))
	}
	return needs
}

func (e *Enforcer) recorder(c *model.Call, name string) need {
	return e.found(c, "ConfigurationRecorder", name, c.Account.RegionalARN("config", c.Region, "configuration-recorder/"+name+"/*"))
}

// nested returns a structure in an input, and false if it is absent.
func nested(input any, member string) (any, bool) {
	f, ok := field(input, member)
	if !ok || !f.CanInterface() || f.IsZero() {
		return nil, false
	}
	return f.Interface(), true
}
