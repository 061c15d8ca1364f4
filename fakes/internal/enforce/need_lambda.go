package enforce

import (
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// lambdaNeeds returns what a call of Lambda needs: the action on the function
// that it names, and iam:PassRole for a role that the function gets.
//
// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
func (e *Enforcer) lambdaNeeds(c *model.Call) []need {
	name, ok := text(c.Input, "FunctionName")
	if !ok {
		return otherNeeds(c)
	}
	arn := functionARN(c, name, get(c.Input, "Qualifier"))
	n := e.found(c, "function", arn, arn)
	n.resource, n.pattern = arn, false // the function, not the version that the model finds
	n.requestTags = tagsIn(c.Input, "Tags")
	n.set("lambda:FunctionUrlAuthType", get(c.Input, "FunctionUrlAuthType"), get(c.Input, "AuthType"))
	n.set("lambda:Principal", get(c.Input, "Principal"))
	n.set("lambda:Layer", texts(c.Input, "Layers")...)
	if vpc, ok := nested(c.Input, "VpcConfig"); ok {
		n.set("lambda:SubnetIds", texts(vpc, "SubnetIds")...)
		n.set("lambda:SecurityGroupIds", texts(vpc, "SecurityGroupIds")...)
	}
	needs := []need{n}
	if c.Operation == "CreateFunction" && n.requestTags != nil {
		tag := n
		tag.action = "lambda:TagResource"
		needs = append(needs, tag)
	}
	if role := get(c.Input, "Role"); role != "" && !e.keeps(c, arn, role) {
		needs = append(needs, e.passARN(c, role, "lambda.amazonaws.com"))
	}
	return needs
}

// keeps reports whether a function has the role already: an update that leaves
// the role as it is passes none.
func (e *Enforcer) keeps(c *model.Call, function, role string) bool {
	r, ok := e.cloud.Find("lambda", c.Account, c.Region, "function", function)
	return ok && r.Role == role && c.Operation == "UpdateFunctionConfiguration"
}

// functionARN is the ARN of a function that a call names by name, by
// ACCOUNT:function:NAME or by ARN, each with a qualifier or not.
func functionARN(c *model.Call, name, qualifier string) string {
	arn := name
	switch {
	case strings.HasPrefix(name, "arn:"):
	case strings.Contains(name, ":function:"):
		arn = "arn:" + c.Account.Partition + ":lambda:" + c.Region + ":" + name
	default:
		arn = c.Account.RegionalARN("lambda", c.Region, "function:"+strings.TrimPrefix(name, "function:"))
	}
	if qualifier != "" && strings.Count(arn, ":") == 6 {
		arn += ":" + qualifier
	}
	return arn
}
