package enforce

import (
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// orgMembers are the members of inputs that name resources of Organizations, by
// operation. What is not here has no resource.
//
// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
var orgMembers = map[string][]string{
	"AttachPolicy":                               {"PolicyId", "TargetId"},
	"DetachPolicy":                               {"PolicyId", "TargetId"},
	"MoveAccount":                                {"AccountId", "SourceParentId", "DestinationParentId"},
	"CloseAccount":                               {"AccountId"},
	"DescribeAccount":                            {"AccountId"},
	"RemoveAccountFromOrganization":              {"AccountId"},
	"ListDelegatedServicesForAccount":            {"AccountId"},
	"RegisterDelegatedAdministrator":             {"AccountId"},
	"DeregisterDelegatedAdministrator":           {"AccountId"},
	"ListEffectivePolicyValidationErrors":        {"AccountId"},
	"DescribeEffectivePolicy":                    {"TargetId"},
	"ListPoliciesForTarget":                      {"TargetId"},
	"CreateOrganizationalUnit":                   {"ParentId"},
	"ListAccountsForParent":                      {"ParentId"},
	"ListChildren":                               {"ParentId"},
	"ListOrganizationalUnitsForParent":           {"ParentId"},
	"ListParents":                                {"ChildId"},
	"DeleteOrganizationalUnit":                   {"OrganizationalUnitId"},
	"DescribeOrganizationalUnit":                 {"OrganizationalUnitId"},
	"UpdateOrganizationalUnit":                   {"OrganizationalUnitId"},
	"DisablePolicyType":                          {"RootId"},
	"EnablePolicyType":                           {"RootId"},
	"DeletePolicy":                               {"PolicyId"},
	"DescribePolicy":                             {"PolicyId"},
	"ListTargetsForPolicy":                       {"PolicyId"},
	"UpdatePolicy":                               {"PolicyId"},
	"ListTagsForResource":                        {"ResourceId"},
	"TagResource":                                {"ResourceId"},
	"UntagResource":                              {"ResourceId"},
	"AcceptHandshake":                            {"HandshakeId"},
	"CancelHandshake":                            {"HandshakeId"},
	"DeclineHandshake":                           {"HandshakeId"},
	"DescribeHandshake":                          {"HandshakeId"},
	"DescribeResponsibilityTransfer":             {"Id"},
	"TerminateResponsibilityTransfer":            {"Id"},
	"UpdateResponsibilityTransfer":               {"Id"},
	"CreatePolicy":                               {""},
	"PutResourcePolicy":                          {""},
	"InviteAccountToOrganization":                {""},
	"InviteOrganizationToTransferResponsibility": {""},
}

// orgNeeds returns what a call of Organizations needs: the action on each of the
// resources that it names.
func (e *Enforcer) orgNeeds(c *model.Call) []need {
	base := anything(c)
	base.requestTags = tagsIn(c.Input, "Tags")
	if keys := texts(c.Input, "TagKeys"); len(keys) > 0 {
		base.set("aws:TagKeys", keys...)
	}
	kind := get(c.Input, "Type") + get(c.Input, "Filter") + get(c.Input, "PolicyType")
	base.set("organizations:PolicyType", kind)
	base.set("organizations:ServicePrincipal", get(c.Input, "ServicePrincipal"))
	org, _, management, ok := e.membership(c.Account.ID)
	members := orgMembers[c.Operation]
	if !ok || len(members) == 0 {
		// Outside of an organization the operation itself says so.
		return []need{base}
	}
	var needs []need
	prefix := "arn:" + c.Account.Partition + ":organizations::"
	for _, member := range members {
		n := base
		n.delegated = true
		id := get(c.Input, member)
		own := prefix + management + ":"
		switch {
		case c.Operation == "CreatePolicy":
			n.resource = own + "policy/" + org + "/" + policySegment(kind) + "/p-*"
		case c.Operation == "PutResourcePolicy" || strings.HasPrefix(id, "rp-"):
			n.resource = own + "resourcepolicy/" + org + "/rp-*"
		case member == "":
			n.resource = own + "account/" + org + "/*"
		case model.IsAccountID(id):
			n.resource = own + "account/" + org + "/" + id
		case strings.HasPrefix(id, "ou-"):
			n.resource = own + "ou/" + org + "/" + id
		case strings.HasPrefix(id, "r-"):
			n.resource = own + "root/" + org + "/" + id
		case strings.HasPrefix(id, "p-") && strings.HasSuffix(id, "FullAWSAccess"):
			n.resource = prefix + "aws:policy/" + policySegment(kind) + "/" + id
		case strings.HasPrefix(id, "p-"):
			n.resource = own + "policy/" + org + "/" + policySegment(kind) + "/" + id
		case strings.HasPrefix(id, "h-"):
			n.resource = own + "handshake/" + org + "/*/" + id
		case strings.HasPrefix(id, "rt-"):
			n.resource = own + "transfer/" + org + "/*/*/" + id
		default:
			continue // of no form: the operation refuses it
		}
		n.pattern = strings.Contains(n.resource, "*")
		if r, ok := e.cloud.Find("organizations", c.Account, c.Region, "", id); ok {
			n.tags = r.Tags
		}
		needs = append(needs, n)
	}
	if len(needs) == 0 {
		return []need{base}
	}
	return needs
}

// policySegment is the type of a policy as ARNs write it, a wildcard if the call
// does not tell.
func policySegment(kind string) string {
	if kind == "" {
		return "*"
	}
	return strings.ToLower(kind)
}

// accountNeeds returns what a call of Account Management needs: the action on
// the caller's account, or on a member that the call names.
func (e *Enforcer) accountNeeds(c *model.Call) []need {
	n := anything(c)
	n.resource = c.Account.ARN("account", "account")
	n.set("account:AlternateContactTypes", get(c.Input, "AlternateContactType"))
	n.set("account:TargetRegion", get(c.Input, "RegionName"))
	if _, domain, ok := strings.Cut(get(c.Input, "PrimaryEmail"), "@"); ok {
		n.set("account:EmailTargetDomain", domain)
	}
	if id, ok := text(c.Input, "AccountId"); ok {
		if org, _, management, ok := e.membership(c.Account.ID); ok && model.IsAccountID(id) {
			n.resource = "arn:" + c.Account.Partition + ":account::" + management + ":account/" + org + "/" + id
			n.delegated = true
		}
	}
	return []need{n}
}

// analyzerNeeds returns what a call of Access Analyzer needs.
//
// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiamaccessanalyzer.html
func (e *Enforcer) analyzerNeeds(c *model.Call) []need {
	n := anything(c)
	n.requestTags = tagsIn(c.Input, "Tags")
	if keys := texts(c.Input, "TagKeys"); len(keys) > 0 {
		n.set("aws:TagKeys", keys...)
	}
	name := get(c.Input, "AnalyzerName")
	arn, ok := text(c.Input, "AnalyzerArn")
	if !ok {
		arn = get(c.Input, "ResourceArn") // beside AnalyzerArn it is what was analyzed
	}
	switch {
	case c.Operation == "CreateServiceLinkedAnalyzer": // AWS chooses the name
		arn, n.pattern = c.Account.RegionalARN("access-analyzer", c.Region, "analyzer/*"), true
	case name != "":
		arn = c.Account.RegionalARN("access-analyzer", c.Region, "analyzer/"+name)
		if rule, ok := text(c.Input, "RuleName"); ok && c.Operation != "ApplyArchiveRule" {
			arn += "/archive-rule/" + rule
		}
	}
	if strings.HasPrefix(c.Operation, "Check") || c.Operation == "ValidatePolicy" || arn == "" {
		return []need{n}
	}
	n.resource = arn
	if r, ok := e.cloud.Find("access-analyzer", c.Account, c.Region, "analyzer", arn); ok {
		n.tags = r.Tags
	}
	return []need{n}
}
