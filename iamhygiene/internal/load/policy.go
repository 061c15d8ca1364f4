package load

import (
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/awscli"
)

// uses counts the attachments of a policy and its uses as a boundary.
type uses struct{ attached, boundary int }

// counter returns a function that counts the uses of a policy in the other
// lists, for outputs of emulators that have no AttachmentCount. It returns nil
// where the lists are not complete.
func counter(in *awscli.AuthorizationDetails) func(arn string) uses {
	if in.UserDetailList == nil || in.GroupDetailList == nil || in.RoleDetailList == nil || in.Truncated || len(in.Errors) > 0 {
		return nil
	}
	var counts map[string]*uses // made at first use, since AWS's own output has the numbers
	add := func(p *awscli.Principal) {
		of := func(arn string) *uses {
			if counts[arn] == nil {
				counts[arn] = new(uses)
			}
			return counts[arn]
		}
		for _, a := range p.AttachedManagedPolicies {
			of(a.PolicyArn).attached++
		}
		if p.PermissionsBoundaryArn != "" {
			of(p.PermissionsBoundaryArn).boundary++
		}
	}
	return func(arn string) uses {
		if counts == nil {
			counts = make(map[string]*uses)
			for i := range in.UserDetailList {
				add(&in.UserDetailList[i].Principal)
			}
			for i := range in.GroupDetailList {
				add(&in.GroupDetailList[i].Principal)
			}
			for i := range in.RoleDetailList {
				add(&in.RoleDetailList[i].Principal)
			}
		}
		if u := counts[arn]; u != nil {
			return *u
		}
		return uses{}
	}
}

// policy converts a policy. The error says that its uses are not known; they
// then read as one each, because a policy that looks unused is judged more
// mildly.
func policy(in *awscli.Policy, count func(string) uses) (iamhygiene.PolicyDetail, *iamhygiene.DataError) {
	out := iamhygiene.PolicyDetail{
		ARN: in.Arn, Name: in.PolicyName, ID: in.PolicyID, Path: in.Path,
		Created: in.CreateDate, Updated: in.UpdateDate, Default: in.DefaultVersionID,
	}
	for _, v := range in.PolicyVersionList {
		out.Versions = append(out.Versions, iamhygiene.PolicyVersion{
			ID: v.VersionID, Document: iamhygiene.Document(v.Document), Created: v.CreateDate,
		})
	}
	var err *iamhygiene.DataError
	number := func(n *int, counted func(uses) int) int {
		switch {
		case n != nil:
			return *n
		case count != nil:
			return counted(count(in.Arn))
		}
		err = &iamhygiene.DataError{
			Operation: getDetails, Code: iamhygiene.CodeInvalid, Scope: in.Arn,
			Message: "policy " + in.PolicyName + " has no AttachmentCount or no PermissionsBoundaryUsageCount, and the users, groups and roles are not all there to count",
		}
		return 1
	}
	out.Attachments = number(in.AttachmentCount, func(u uses) int { return u.attached })
	out.BoundaryUses = number(in.PermissionsBoundaryUsageCount, func(u uses) int { return u.boundary })
	return out, err
}
