package checks

import (
	"context"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// PrincipalWithoutBoundary is the opt-in check principal-without-boundary: users
// and roles that others than the administrators make have a permissions
// boundary.
type PrincipalWithoutBoundary struct {
	// Paths are the IAM paths under which such users and roles are made:
	// "/delegated/". Empty means everywhere.
	Paths []string
}

// Info describes the check.
func (c PrincipalWithoutBoundary) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "principal-without-boundary", Theme: "roles", Severity: iamhygiene.SeverityInfo, OptIn: true,
		Title: "Delegated principals have a permissions boundary",
		Description: "Each IAM user and role under one of the paths has a permissions boundary; which one, and what it allows, is not looked at. " +
			"Service-linked roles and roles under /aws-reserved/, which take none, are not judged.",
		Risk: "Whoever may create users and roles without a boundary can give them more permissions than their own.",
		Remediation: iamhygiene.Remediation{
			Text:    "Set the boundary, and let the policy of those who create principals allow that only with iam:PermissionsBoundary. For a user the command is put-user-permissions-boundary.",
			Command: "aws iam put-role-permissions-boundary --role-name <role> --permissions-boundary <policy ARN>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
		},
		Needs:  []string{iamhygiene.Authorization.Name()},
		Params: map[string]string{"paths": strings.Join(c.paths(), ", ")},
	}
}

// Run evaluates the check for each IAM user and role.
func (c PrincipalWithoutBoundary) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, usersAndRoles(s), c.judge)
}

func (c PrincipalWithoutBoundary) judge(e entity) iamhygiene.Verdict {
	if e.role != nil && (e.role.ServiceLinked() || e.role.Reserved()) {
		return iamhygiene.Inapplicable(e.String() + " belongs to AWS and takes no permissions boundary")
	}
	fact := detailed(e.snapshot, "PermissionsBoundary", e.permissions.Boundary, "a policy ARN")
	if e.permissions.Boundary != "" {
		return iamhygiene.Passed(e.String()+" has a permissions boundary", fact)
	}
	if path := pathIn(e.Resource().ARN); !c.covers(path) {
		return iamhygiene.Inapplicable(e.String() + " is under " + path + ", where none is asked for")
	}
	return iamhygiene.Failed(e.String()+" has no permissions boundary; one is required", fact)
}

// paths returns the paths with a slash at either end, "/" where none is given.
func (c PrincipalWithoutBoundary) paths() []string {
	if len(c.Paths) == 0 {
		return []string{"/"}
	}
	out := make([]string, len(c.Paths))
	for i, p := range c.Paths {
		if out[i] = "/"; strings.Trim(p, "/") != "" {
			out[i] = "/" + strings.Trim(p, "/") + "/"
		}
	}
	return out
}

// covers reports whether principals under the path are to have a boundary. A
// path covers those below it, and not those whose names only begin alike.
func (c PrincipalWithoutBoundary) covers(path string) bool {
	for _, p := range c.paths() {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}

// pathIn returns the path in the ARN of a user or role: "/" or "/eng/".
func pathIn(arn string) string {
	first, last := strings.IndexByte(arn, '/'), strings.LastIndexByte(arn, '/')
	if first < 0 {
		return "/"
	}
	return arn[first : last+1]
}
