package access_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/access"
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

const prefix = "arn:aws:iam::111122223333:"

func allow(action, resource string) iamhygiene.Document {
	return iamhygiene.Document(`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "` + action + `", "Resource": "` + resource + `"}}`)
}

func inline(documents ...iamhygiene.Document) (p iamhygiene.Permissions) {
	for _, d := range documents {
		p.Inline = append(p.Inline, iamhygiene.InlinePolicy{Name: "own", Document: d})
	}
	return p
}

func managed(name string, d iamhygiene.Document) iamhygiene.PolicyDetail {
	return iamhygiene.PolicyDetail{ARN: prefix + "policy/" + name, Name: name, Default: "v1", Versions: []iamhygiene.PolicyVersion{{ID: "v1", Document: d}}}
}

func attached(names ...string) (p iamhygiene.Permissions) {
	for _, n := range names {
		p.Attached = append(p.Attached, iamhygiene.AttachedPolicy{Name: n, ARN: prefix + "policy/" + n})
	}
	return p
}

// details is an account with every way to a permission.
func details() *iamhygiene.AuthorizationDetails {
	user := func(name string, p iamhygiene.Permissions, groups ...string) iamhygiene.UserDetail {
		return iamhygiene.UserDetail{ARN: prefix + "user/" + name, Name: name, ID: "AIDA" + strings.ToUpper(name), Permissions: p, Groups: groups, Tags: map[string]string{}}
	}
	bounded := inline(allow("s3:*", "*"))
	bounded.Boundary = prefix + "policy/sqs-only"
	unbounded := inline(allow("s3:*", "*"))
	unbounded.Boundary = prefix + "policy/nowhere"
	return &iamhygiene.AuthorizationDetails{
		Users: []iamhygiene.UserDetail{
			user("inline", inline(allow("s3:GetObject", "arn:aws:s3:::b/*"))),
			user("managed", attached("objects")),
			user("member", iamhygiene.Permissions{}, "readers"),
			user("nobody", iamhygiene.Permissions{}),
			user("bounded", bounded),
			user("unbounded", unbounded),
			user("missing", attached("nowhere")),
			user("faulty", inline(`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "action": "s3:*", "Resource": "*"}}`)),
			user("lost", iamhygiene.Permissions{}, "gone"),
			user("denied", inline(allow("*", "*"), `{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}}`)),
		},
		Groups: []iamhygiene.GroupDetail{{ARN: prefix + "group/readers", Name: "readers", Permissions: attached("objects")}},
		Roles: []iamhygiene.RoleDetail{
			{ARN: prefix + "role/worker", Name: "worker", ID: "AROAWORKER", Permissions: inline(`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}}}`),
				Trust: `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "` + prefix + `user/nobody"}, "Action": "sts:AssumeRole"}}`},
		},
		Policies: []iamhygiene.PolicyDetail{managed("objects", allow("s3:Get*", "*")), managed("sqs-only", allow("sqs:*", "*"))},
	}
}

func snapshot(d *iamhygiene.AuthorizationDetails, options ...iamhygiene.SnapshotOption) *iamhygiene.Snapshot {
	now := time.Date(2025, time.June, 2, 8, 0, 0, 0, time.UTC)
	options = append(options, iamhygiene.Authorization.With(d, now))
	return iamhygiene.NewSnapshot("111122223333", "aws", now, options...)
}

func TestWhoCan(t *testing.T) {
	a := access.New(snapshot(details()))
	answers, unread, err := a.WhoCan(access.Question{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k"})
	require.NoError(t, err)
	require.Empty(t, unread)
	got := map[string]string{}
	for _, x := range answers {
		line := x.Outcome.String()
		if x.If != nil {
			line += " " + x.If.String()
		}
		got[x.Principal.Name] = line
	}
	allows := func(name string) string {
		return `Undetermined (StringEquals(unread:` + name + `, "allows") and not(StringEquals(unread:` + name + `, "denies")))`
	}
	assert.Equal(t, map[string]string{
		"inline": "Allowed", "managed": "Allowed", "member": "Allowed", "<root_account>": "Allowed",
		"nobody": "ImplicitDeny", "bounded": "ImplicitDeny", "denied": "ExplicitDeny",
		"unbounded": allows(prefix + "policy/nowhere"),
		"missing":   allows(prefix + "policy/nowhere"),
		"faulty":    allows(prefix + "user/faulty/own"),
		"lost":      allows("group/gone"),
		"worker":    `Undetermined StringEquals(aws:RequestedRegion, "eu-west-1")`,
	}, got)
	for _, x := range answers {
		unknown := strings.Contains(got[x.Principal.Name], "unread:")
		assert.Equal(t, unknown, len(x.Gaps) > 0, x.Principal.Name)
	}
}

func TestWhoCanInContext(t *testing.T) {
	policy, err := policyeval.Parse([]byte(`{"Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}}`))
	require.NoError(t, err)
	q := access.Question{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k"}
	outcome := func(name string, options ...func(*access.Options)) policyeval.Outcome {
		answers, _, err := access.New(snapshot(details()), options...).WhoCan(q)
		require.NoError(t, err)
		for _, x := range answers {
			if x.Principal.Name == name {
				return x.Outcome
			}
		}
		t.Fatal(name)
		return 0
	}
	assert.Equal(t, policyeval.Allowed, outcome("worker", func(o *access.Options) { o.Context = policyeval.Context{"aws:RequestedRegion": {"eu-west-1"}} }))
	assert.Equal(t, policyeval.ImplicitDeny, outcome("worker", func(o *access.Options) { o.Context = policyeval.Context{"aws:RequestedRegion": {"us-east-1"}} }))
	assert.Equal(t, policyeval.ExplicitDeny, outcome("<root_account>", func(o *access.Options) { o.SCPs = [][]*policyeval.Policy{{policy}} }))
}

// TestWhoCanAssume: the role's trust policy decides.
func TestWhoCanAssume(t *testing.T) {
	a := access.New(snapshot(details()))
	answers, _, err := a.WhoCan(access.Question{Action: "sts:AssumeRole", Resource: prefix + "role/worker"})
	require.NoError(t, err)
	var can []string
	for _, x := range answers {
		if x.Outcome == policyeval.Allowed {
			can = append(can, x.Principal.Name)
		}
	}
	assert.Equal(t, []string{"nobody"}, can)
}

func TestWhoCanErrors(t *testing.T) {
	a := access.New(snapshot(details()))
	_, _, err := a.WhoCan(access.Question{Action: "s3", Resource: "*"})
	assert.EqualError(t, err, `policyeval: request Action "s3": not of the form service:Name`)

	unknown := access.New(iamhygiene.NewSnapshot("111122223333", "aws", time.Time{}))
	answers, unread, err := unknown.WhoCan(access.Question{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k"})
	require.NoError(t, err)
	assert.Len(t, answers, 1, "the root user is always there")
	assert.Len(t, unread, 2, "neither users nor roles are known")
}

func TestPrincipal(t *testing.T) {
	a := access.New(snapshot(details()))
	p, err := a.Principal(prefix + "user/member")
	require.NoError(t, err)
	got, err := p.Permissions()
	require.NoError(t, err)
	get, _ := catalog.Lookup("s3:GetObject")
	put, _ := catalog.Lookup("s3:PutObject")
	assert.Equal(t, policyeval.Allowed, got.Outcome(get))
	assert.Equal(t, policyeval.ImplicitDeny, got.Outcome(put))

	p, err = a.Principal(prefix + "user/missing")
	require.NoError(t, err)
	assert.Len(t, p.Gaps(), 1)
	got, err = p.Permissions()
	require.NoError(t, err)
	assert.Equal(t, policyeval.Undetermined, got.Outcome(put), "the policy that is missing may allow it")

	_, err = a.Principal(prefix + "user/zoe")
	assert.EqualError(t, err, `access: account 111122223333 has no user or role "`+prefix+`user/zoe"; give its ARN, path included`)
	var notFound *access.NotFoundError
	assert.ErrorAs(t, err, &notFound)
}

// TestOrigins: each identity policy says where it comes from.
func TestOrigins(t *testing.T) {
	a := access.New(snapshot(details()))
	for name, want := range map[string][]access.Origin{
		"inline":  {{Holder: prefix + "user/inline", Policy: "own"}},
		"member":  {{Holder: prefix + "group/readers", Policy: prefix + "policy/objects"}},
		"missing": {{Holder: prefix + "user/missing", Policy: prefix + "policy/nowhere", Unread: true}},
		"lost":    {{Holder: prefix + "user/lost", Policy: "group/gone", Unread: true}},
	} {
		p, err := a.Principal(prefix + "user/" + name)
		require.NoError(t, err)
		assert.Equal(t, want, p.Origins(), name)
		assert.Len(t, p.Policies().Identity, len(want), name)
	}
}

// TestAgreesWithPermissions: the two questions agree.
func TestAgreesWithPermissions(t *testing.T) {
	a := access.New(snapshot(details()))
	for _, action := range []string{"s3:GetObject", "s3:PutObject", "s3:DeleteObject"} {
		answers, _, err := a.WhoCan(access.Question{Action: action, Resource: "arn:aws:s3:::b/k"})
		require.NoError(t, err)
		known, _ := catalog.Lookup(action)
		for _, x := range answers {
			p, err := a.Principal(x.Principal.ARN)
			require.NoError(t, err)
			got, err := p.Permissions()
			require.NoError(t, err)
			switch got.Outcome(known) {
			case policyeval.Allowed:
				assert.Equal(t, policyeval.Allowed, x.Outcome, "%s %s", x.Principal.Name, action)
			case policyeval.ImplicitDeny, policyeval.ExplicitDeny:
				assert.NotContains(t, []policyeval.Outcome{policyeval.Allowed, policyeval.Undetermined}, x.Outcome, "%s %s", x.Principal.Name, action)
			}
		}
	}
}
