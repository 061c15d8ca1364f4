package enforce

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// layers are the kinds of policy as IAM's errors name them.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
var layers = map[policyeval.Layer][2]string{
	policyeval.LayerSCP:      {"service control policy", "a service control policy"},
	policyeval.LayerRCP:      {"resource control policy", "a resource control policy"},
	policyeval.LayerEndpoint: {"VPC endpoint policy", "a VPC endpoint policy"},
	policyeval.LayerResource: {"resource-based policy", "a resource-based policy"},
	policyeval.LayerIdentity: {"identity-based policy", "an identity-based policy"},
	policyeval.LayerBoundary: {"permissions boundary", "a permissions boundary"},
	policyeval.LayerSession:  {"session policy", "a session policy"},
}

// reason is the end of IAM's message: why.
func reason(d policyeval.Decision, action string) string {
	if d.Possible.Has(policyeval.ExplicitDeny) {
		for _, l := range d.DeniedBy.List() {
			if words, ok := layers[l]; ok {
				return " with an explicit deny in " + words[1]
			}
		}
	}
	for _, l := range d.BlockedBy.List() {
		// A resource-based policy is missed only where it is needed, which is
		// when all else allows.
		if words, ok := layers[l]; ok && (l != policyeval.LayerResource || d.BlockedBy == policyeval.LayersOf(policyeval.LayerResource)) {
			return fmt.Sprintf(" because no %s allows the %s action", words[0], action)
		}
	}
	return ""
}

// denied is the error that the caller gets.
func denied(c *model.Call, n need, why string, d policyeval.Decision, req *policyeval.Request) error {
	message := fmt.Sprintf("User: %s is not authorized to perform: %s on resource: %s%s", c.Caller.ARN, n.action, n.display(), why)
	switch c.Service {
	case "EC2":
		message = "You are not authorized to perform this operation. " + message + ". Encoded authorization failure message: " + encode(c, d, req)
		return model.Errorf("UnauthorizedOperation", "%s", message)
	case "SNS":
		return model.Errorf("AuthorizationError", "%s", message)
	}
	if slices.Contains(queryServices[:], c.Service) {
		return model.Errorf("AccessDenied", "%s", message)
	}
	return model.Errorf("AccessDeniedException", "%s", message)
}

// queryServices are the services, by the SDK's id, whose protocol is query or
// REST with XML; the others speak JSON.
var queryServices = [...]string{
	"IAM", "STS", "S3", "CloudFormation", "CloudFront", "CloudSearch", "Auto Scaling", "Elastic Load Balancing",
	"Elastic Load Balancing v2", "Elastic Beanstalk", "ElastiCache", "Neptune", "DocDB", "RDS", "Redshift", "Route 53", "SES",
	"CloudWatch",
}

// A message is what DecodeAuthorizationMessage returns, in AWS's form.
type message struct {
	Allowed           bool     `json:"allowed"`
	ExplicitDeny      bool     `json:"explicitDeny"`
	MatchedStatements items    `json:"matchedStatements"`
	Failures          items    `json:"failures"`
	Context           messaged `json:"context"`
}

type items struct {
	Items []any `json:"items"`
}

type messaged struct {
	Principal struct {
		ID   string `json:"id"`
		Name string `json:"name,omitempty"`
		ARN  string `json:"arn"`
	} `json:"principal"`
	Action     string `json:"action"`
	Resource   string `json:"resource"`
	Conditions items  `json:"conditions"`
}

var encoding = base64.RawURLEncoding

// encode writes a refusal as an opaque text, which [Decode] reads.
func encode(c *model.Call, d policyeval.Decision, req *policyeval.Request) string {
	m := message{ExplicitDeny: d.Outcome == policyeval.ExplicitDeny, MatchedStatements: items{[]any{}}, Failures: items{[]any{}}}
	m.Context.Principal.ID, m.Context.Principal.Name, m.Context.Principal.ARN = c.Caller.ID, c.Caller.Name, c.Caller.ARN
	m.Context.Action, m.Context.Resource = req.Action, req.Resource
	m.Context.Conditions.Items = []any{}
	for _, key := range slices.Sorted(maps.Keys(req.Context)) {
		var values []any
		for _, v := range req.Context[key] {
			values = append(values, map[string]string{"value": v})
		}
		m.Context.Conditions.Items = append(m.Context.Conditions.Items, map[string]any{"key": key, "values": items{values}})
	}
	data, err := json.Marshal(m)
	if err != nil {
		return "" // texts and lists of them always have a JSON form
	}
	return encoding.EncodeToString(fmt.Appendf(nil, "%08x%s", crc32.ChecksumIEEE(data), data))
}

// Decode returns the JSON of a message that a refusal contained, and false for
// other texts.
func Decode(text string) (string, bool) {
	data, err := encoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(data) < 8 || string(data[:8]) != fmt.Sprintf("%08x", crc32.ChecksumIEEE(data[8:])) {
		return "", false
	}
	return string(data[8:]), true
}
