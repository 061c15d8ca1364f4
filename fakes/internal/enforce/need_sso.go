package enforce

import (
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// ssoNeeds returns what a call of IAM Identity Center needs: the action on
// everything that it names, which is an instance, a permission set and an
// account.
//
// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiamidentitycenter.html
func (e *Enforcer) ssoNeeds(c *model.Call) []need {
	prefix := "arn:" + c.Account.Partition + ":sso:::"
	instance, set := get(c.Input, "InstanceArn"), get(c.Input, "PermissionSetArn")
	var arns []string
	if resource := get(c.Input, "ResourceArn"); resource != "" {
		arns = append(arns, resource) // tags of it alone, whatever the instance
	} else if instance != "" {
		arns = append(arns, instance)
	}
	if set != "" {
		arns = append(arns, set)
	}
	if c.Operation == "CreatePermissionSet" {
		arns = append(arns, prefix+"permissionSet/"+instance[strings.LastIndexByte(instance, '/')+1:]+"/*")
	}
	for _, member := range []string{"AccountId", "TargetId"} {
		if id := get(c.Input, member); id != "" {
			arns = append(arns, prefix+"account/"+id)
		}
	}
	if c.Operation == "ProvisionPermissionSet" && get(c.Input, "TargetId") == "" {
		arns = append(arns, prefix+"account/*")
	}
	var needs []need
	for _, arn := range arns {
		needs = append(needs, e.found(c, "resource", arn, arn))
	}
	if len(needs) == 0 {
		needs = otherNeeds(c)
	}
	for i := range needs {
		needs[i].requestTags = tagsIn(c.Input, "Tags")
	}
	return needs
}
