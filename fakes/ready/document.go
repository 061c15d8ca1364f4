package ready

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A condition is the Condition of a statement: operators, keys, values.
type condition map[string]map[string]any

// withMFA asks for MFA, in a way that access keys do not slip through.
var withMFA = condition{"Bool": {"aws:MultiFactorAuthPresent": "true"}}

// policy writes a policy document.
func policy(statements ...any) string {
	// The statements are maps of strings, which have a JSON form.
	text, _ := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": statements})
	return string(text)
}

// allow is a statement that allows actions on resources.
func allow(actions, resources any, c ...condition) map[string]any {
	return conditional(map[string]any{"Effect": "Allow", "Action": actions, "Resource": resources}, c)
}

// deny is a statement that denies actions on everything.
func deny(actions any, c ...condition) map[string]any {
	return conditional(map[string]any{"Effect": "Deny", "Action": actions, "Resource": "*"}, c)
}

// trust is a statement of a trust policy: a kind of principal, such as "AWS" or
// "Federated", its names, and the action by which the role is assumed.
func trust(kind string, names any, action string, c ...condition) map[string]any {
	return conditional(map[string]any{"Effect": "Allow", "Principal": map[string]any{kind: names}, "Action": action}, c)
}

func conditional(statement map[string]any, c []condition) map[string]any {
	if len(c) > 0 {
		statement["Condition"] = c[0]
	}
	return statement
}

// each lists texts.
func each(texts ...string) []string { return texts }

// deleteRole removes a role that other things still name, as the operation of
// that name does.
func (s site) deleteRole(name string) {
	service := fakes.Install(s.Account, iammodel.New)
	fakes.Build(s.Account, func(_ *model.Cloud, a *model.Account) error {
		service.Store(a).Roles.Delete(name)
		return nil
	})
}

// deleteUser removes a user who has nothing.
func (s site) deleteUser(name string) {
	service := fakes.Install(s.Account, iammodel.New)
	fakes.Build(s.Account, func(_ *model.Cloud, a *model.Account) error {
		service.Store(a).Users.Delete(name)
		return nil
	})
}

// centralise lets the management account handle the root users of members. The
// organization has to trust IAM.
func centralise(management *fakes.Account) {
	service := fakes.Install(management, iammodel.New)
	fakes.Build(management, func(_ *model.Cloud, a *model.Account) error {
		st := service.Store(a)
		if !slices.Contains(st.Features, "RootCredentialsManagement") {
			st.Features = append(st.Features, "RootCredentialsManagement")
		}
		return nil
	})
}

// mail returns the address of an account that a team reads.
func mail(id string) string { return fmt.Sprintf("aws-team+%s@example.com", id) }
