package iammodel

import (
	"slices"
	"time"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// A Kind is a kind of identity, with the words that IAM has for it.
type Kind struct {
	lower, upper    string // "user", "User"
	attached, sizes Quota
}

// The kinds of identity.
var (
	UserKind  = Kind{"user", "User", AttachedPoliciesPerUserQuota, UserPolicySizeQuota}
	GroupKind = Kind{"group", "Group", AttachedPoliciesPerGroupQuota, GroupPolicySizeQuota}
	RoleKind  = Kind{"role", "Role", AttachedPoliciesPerRoleQuota, RolePolicySizeQuota}
)

// Attach attaches a managed policy. Attaching it twice is no error.
func (st *Store) Attach(k Kind, id *Identity, arn string) error {
	p, err := st.attachable(arn)
	if err != nil {
		return err
	}
	if p.NotAttachable || p.AWS && p.Path == "/aws-service-role/" {
		return model.Errorf("PolicyNotAttachable", "Cannot attach a Service Role Policy to a Customer Role.")
	}
	if slices.Contains(id.Attached, p.ARN) {
		return nil
	}
	if limit := st.limit(k.attached); len(id.Attached) >= int(limit) {
		return exceeded("PoliciesPer"+k.upper, limit)
	}
	id.Attached = append(id.Attached, p.ARN)
	return nil
}

// attachable finds a policy that is to be attached, or to be a boundary.
func (st *Store) attachable(arn string) (*Policy, error) {
	if err := checkARN("policyArn", arn); err != nil {
		return nil, err
	}
	if p := st.policyByARN(arn); p != nil {
		return p, nil
	}
	if isAWSPolicy(arn) {
		return nil, missingAWSPolicy(arn)
	}
	return nil, noSuchEntity("Policy %s does not exist or is not attachable.", arn)
}

// missingAWSPolicy says that this is the fake's ignorance, not the caller's
// mistake: most AWS managed policies are not here.
func missingAWSPolicy(arn string) error {
	return &model.NotModeledError{Package: "iam", What: "the AWS managed policy " + arn + " (Account.AddAWSManagedPolicy adds it)"}
}

func (id *Identity) detach(arn string) error {
	if err := checkARN("policyArn", arn); err != nil {
		return err
	}
	i := slices.Index(id.Attached, arn)
	if i < 0 {
		return noSuchEntity("Policy %s was not found.", arn)
	}
	id.Attached = slices.Delete(id.Attached, i, i+1)
	return nil
}

// PutInline adds or replaces an inline policy. The quota counts all of them
// together.
func (st *Store) PutInline(k Kind, id *Identity, name, document string) error {
	if err := checkName("policyName", name, otherNameLimit); err != nil {
		return err
	}
	p, err := parse(document, policyeval.IdentityPolicy)
	if err != nil {
		return err
	}
	size := p.Size()
	for _, other := range id.Inline.Items {
		if fold(other.Name) != fold(name) {
			size += documentSize(other.Document)
		}
	}
	if limit := st.limit(k.sizes); size > int(limit) {
		return model.Errorf("LimitExceeded", "Maximum policy size of %d bytes exceeded for %s %s", limit, k.lower, id.Name)
	}
	id.Inline.Put(name, &Inline{Name: name, Document: document})
	return nil
}

func documentSize(document string) int {
	p, err := policyeval.Parse([]byte(document), policyeval.Lenient)
	if err != nil {
		return len(document)
	}
	return p.Size()
}

func (id *Identity) inline(k Kind, name string) (*Inline, error) {
	if p := id.Inline.Get(name); p != nil {
		return p, nil
	}
	return nil, noSuchEntity("The %s policy with name %s cannot be found.", k.lower, name)
}

// Join makes a user a member of a group; a second time is no error.
func (st *Store) Join(u *User, group string) error {
	g, err := st.findGroup(group)
	if err != nil {
		return err
	}
	if u.in(g.Name) {
		return nil
	}
	if limit := st.limit(GroupsPerUserQuota); len(u.Groups) >= int(limit) {
		return exceeded("GroupsPerUser", limit)
	}
	u.Groups = append(u.Groups, g.Name)
	return nil
}

// Boundary checks the ARN of a permissions boundary, and returns it.
func (st *Store) Boundary(arn string) (string, error) {
	p, err := st.attachable(arn)
	if err != nil {
		return "", err
	}
	return p.ARN, nil
}

// Use notes the last use of a service and, if there is one, of an action.
func Use(list []Activity, service, action, region string, at time.Time) []Activity {
	for _, name := range []string{"", action} {
		i := slices.IndexFunc(list, func(a Activity) bool { return a.Service == service && a.Action == name })
		if i < 0 {
			list = append(list, Activity{Service: service, Action: name})
			i = len(list) - 1
		}
		if at.After(list[i].Time) {
			list[i].Region, list[i].Time = region, at
		}
		if action == "" {
			break
		}
	}
	return list
}
