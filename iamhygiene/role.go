package iamhygiene

import "strings"

// A Role is an IAM role of a snapshot. It is immutable.
type Role struct {
	snapshot *Snapshot
	detail   *RoleDetail
}

// Resource returns the role as a resource.
func (r *Role) Resource() Resource {
	x := resourceOf(TypeRole, r.detail.ARN, r.detail.Name)
	x.Tags = r.detail.Tags
	return x
}

// Snapshot returns the snapshot that the role is part of.
func (r *Role) Snapshot() *Snapshot { return r.snapshot }

// Detail returns what the authorization details say of the role.
func (r *Role) Detail() *RoleDetail { return r.detail }

// ServiceLinked reports whether an AWS service owns the role: its path begins
// with /aws-service-role/. A name alone proves nothing.
func (r *Role) ServiceLinked() bool { return strings.HasPrefix(r.path(), "/aws-service-role/") }

// Reserved reports whether AWS made the role and protects it from change, as
// IAM Identity Center does with those under /aws-reserved/.
func (r *Role) Reserved() bool { return strings.HasPrefix(r.path(), "/aws-reserved/") }

func (r *Role) path() string {
	if r.detail.Path != "" {
		return r.detail.Path
	}
	return pathOf(r.detail.ARN)
}

// pathOf returns the path inside the ARN of a user, group, role or policy:
// "/" or "/eng/".
func pathOf(arn string) string {
	f := strings.SplitN(arn, ":", 6)
	if len(f) < 6 {
		return "/"
	}
	first, last := strings.IndexByte(f[5], '/'), strings.LastIndexByte(f[5], '/')
	if first < 0 {
		return "/"
	}
	return f[5][first : last+1]
}
