package permissions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
	"github.com/iamhygiene/sdk/policyeval/permissions"
)

const (
	account = "111122223333"
	alice   = "arn:aws:iam::" + account + ":user/alice"
)

func parse(t testing.TB, text string) *policyeval.Policy {
	t.Helper()
	p, err := policyeval.Parse([]byte(text))
	require.NoError(t, err, text)
	return p
}

// document makes a policy of statements without the outer braces.
func document(t testing.TB, statements ...string) *policyeval.Policy {
	t.Helper()
	return parse(t, `{"Version": "2012-10-17", "Statement": [{`+strings.Join(statements, "}, {")+`}]}`)
}

func identity(t testing.TB, statements ...string) policyeval.Policies {
	return policyeval.Policies{Identity: []*policyeval.Policy{document(t, statements...)}}
}

func open(principal string) *policyeval.Request {
	return &policyeval.Request{Principal: principal, Open: true}
}

func of(t testing.TB, p policyeval.Policies, options ...func(*permissions.Options)) *permissions.Permissions {
	t.Helper()
	got, err := permissions.Of(p, open(alice), options...)
	require.NoError(t, err)
	return got
}

func action(t testing.TB, name string) catalog.Action {
	t.Helper()
	a, ok := catalog.Lookup(name)
	require.True(t, ok, name)
	return a
}

func TestOutcome(t *testing.T) {
	for _, c := range []struct {
		name, action string
		policies     policyeval.Policies
		want         policyeval.Outcome
	}{
		{"everything on everything", "s3:GetObject", identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*"`), policyeval.Allowed},
		{"nothing", "s3:GetObject", policyeval.Policies{}, policyeval.ImplicitDeny},
		{"another action", "s3:GetObject", identity(t, `"Effect": "Allow", "Action": "s3:Put*", "Resource": "*"`), policyeval.ImplicitDeny},
		{"what NotAction leaves", "s3:GetObject", identity(t, `"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"`), policyeval.Allowed},
		{"what NotAction excludes", "iam:GetUser", identity(t, `"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"`), policyeval.ImplicitDeny},
		{"some resources", "s3:GetObject", identity(t, `"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"`), policyeval.Undetermined},
		{"an ARN that the action does not take", "sqs:SendMessage", identity(t, `"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/*"`), policyeval.ImplicitDeny},
		{"an ARN, but the action takes none", "s3:ListAllMyBuckets", identity(t, `"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::*"`), policyeval.ImplicitDeny},
		{"all ARNs of the type", "s3:GetBucketTagging", identity(t, `"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::*"`), policyeval.Allowed},
		{"a condition", "s3:GetObject", identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}`), policyeval.Undetermined},
		{"a condition that the principal meets", "s3:GetObject", identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:username": "alice"}}`), policyeval.Allowed},
		{"a condition that it never meets", "s3:GetObject", identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:username": "bob"}}`), policyeval.ImplicitDeny},
		{"denied everywhere", "s3:GetObject", identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*"`, `"Effect": "Deny", "Action": "s3:*", "Resource": "*"`), policyeval.ExplicitDeny},
		{"denied on one bucket", "s3:GetObject", identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*"`, `"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"`), policyeval.Undetermined},
		{"a key has a policy in any case", "kms:Decrypt", identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*"`), policyeval.Undetermined},
		{"so has a role", "sts:AssumeRole", identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*"`), policyeval.Undetermined},
		{"it needs no permission", "sts:GetCallerIdentity", policyeval.Policies{}, policyeval.Allowed},
		{"service-linked roles are AWS's", "iam:DeleteRole", identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*"`), policyeval.Undetermined},
		{"but can be read", "iam:GetRole", identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*"`), policyeval.Allowed},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := of(t, c.policies)
			a := action(t, c.action)
			assert.Equal(t, c.want, p.Outcome(a))
			assert.Equal(t, c.want == policyeval.Allowed, p.Allowed().Contains(a))
			assert.Equal(t, c.want == policyeval.Undetermined, p.Undetermined().Contains(a))
			assert.Equal(t, c.want == policyeval.ImplicitDeny || c.want == policyeval.ExplicitDeny, p.Refused().Contains(a))
			assert.Equal(t, c.want == policyeval.ExplicitDeny, p.Denied().Contains(a))
		})
	}
}

func TestGrants(t *testing.T) {
	for _, c := range []struct {
		name, action string
		policies     policyeval.Policies
		want         []string
	}{
		{"without a condition", "s3:GetObject", identity(t, `"Effect": "Allow", "Action": "s3:*", "Resource": "*"`), []string{"* Allowed"}},
		{"refused", "s3:GetObject", policyeval.Policies{}, nil},
		{"the ARNs of the policy", "s3:GetObject", identity(t, `"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::c/*", "arn:aws:sqs:*:*:q"]`),
			[]string{"arn:aws:s3:::b/* Allowed", "arn:aws:s3:::c/* Allowed"}},
		{"a variable with a value", "s3:GetObject", identity(t, `"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:username}/*"`),
			[]string{"arn:aws:s3:::home/alice/* Allowed"}},
		{"a variable without", "s3:GetObject", identity(t, `"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:PrincipalTag/team}/*"`),
			[]string{"arn:aws:s3:::home/*/* Undetermined aws:PrincipalTag/team: its value makes arn:aws:s3:::home/${aws:PrincipalTag/team}/* match the resource"}},
		{"a condition", "sqs:SendMessage", identity(t, `"Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}`),
			[]string{`* Undetermined IpAddress(aws:SourceIp, "203.0.113.0/24")`}},
		{"a Deny with a condition", "sqs:SendMessage", identity(t, `"Effect": "Allow", "Action": "sqs:*", "Resource": "*"`, `"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}`),
			[]string{`* Undetermined not(Bool(aws:SecureTransport, "false"))`}},
		{"a Deny of an ARN", "sqs:SendMessage", identity(t, `"Effect": "Allow", "Action": "sqs:*", "Resource": "*"`, `"Effect": "Deny", "Action": "*", "Resource": "arn:aws:sqs:*:*:audit"`),
			[]string{`arn:aws:sqs:*:111122223333:* Undetermined not(resource:Pattern: every ARN of the request matches arn:aws:sqs:*:*:audit)`}},
		{"a boundary", "s3:GetObject", policyeval.Policies{
			Identity: []*policyeval.Policy{document(t, `"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b*"`)},
			Boundary: document(t, `"Effect": "Allow", "Action": "s3:Get*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}`),
		}, []string{`arn:aws:s3:::b* Undetermined Bool(aws:MultiFactorAuthPresent, "true")`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			grants, err := of(t, c.policies).Grants(catalog.NewActionSet(action(t, c.action)))
			require.NoError(t, err)
			var got []string
			for _, g := range grants {
				line := g.Resource + " " + g.Outcome.String()
				if g.If != nil {
					line += " " + g.If.String()
					assert.NotEmpty(t, g.DependsOn)
				}
				got = append(got, line)
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestOnResource(t *testing.T) {
	p := identity(t, `"Effect": "Allow", "Action": ["s3:Get*", "sqs:*"], "Resource": "*"`)
	request := open(alice)
	request.ResourceAccount = account
	got, err := permissions.Of(p, request, permissions.OnResource("arn:aws:s3:::b/k"))
	require.NoError(t, err)
	assert.Equal(t, policyeval.Allowed, got.Outcome(action(t, "s3:GetObject")))
	assert.Equal(t, policyeval.ImplicitDeny, got.Outcome(action(t, "s3:PutObject")))
	assert.False(t, got.Asked().Contains(action(t, "sqs:SendMessage")), "a queue is no object")
	grants, err := got.Grants(got.Asked())
	require.NoError(t, err)
	require.Len(t, grants, 1)
	assert.Equal(t, "arn:aws:s3:::b/k", grants[0].Resource)

	got, err = permissions.Of(p, open(alice), permissions.OnResource("arn:aws:sqs:eu-west-1:444455556666:q"))
	require.NoError(t, err)
	assert.Equal(t, policyeval.Undetermined, got.Outcome(action(t, "sqs:SendMessage")), "the queue of another account must allow it too")
	got, err = permissions.Of(p, open(alice), permissions.OnResource("arn:aws:s3:::b/k"))
	require.NoError(t, err)
	assert.Equal(t, policyeval.Undetermined, got.Outcome(action(t, "s3:GetObject")), "whose bucket it is has not been said")
}

func TestErrors(t *testing.T) {
	_, err := permissions.Of(policyeval.Policies{}, open("anonymous"))
	assert.EqualError(t, err, `policyeval: request Principal "anonymous": not the ARN of a principal of an account; ask for others with Authorize`)
	resource := parse(t, `{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*"}}`)
	_, err = permissions.Of(policyeval.Policies{Resource: resource}, open(alice))
	assert.EqualError(t, err, `policyeval: request Resource: a resource policy is about one resource; name it with OnResource`)
	_, err = permissions.Of(policyeval.Policies{Boundary: resource}, open(alice))
	var compile *policyeval.CompileError
	assert.ErrorAs(t, err, &compile)
	_, err = permissions.Of(policyeval.Policies{}, open("arn:aws:iam::1:user/x"))
	var request *policyeval.RequestError
	assert.ErrorAs(t, err, &request)
}

func TestReview(t *testing.T) {
	p := of(t, identity(t, `"Effect": "Allow", "Action": ["sqs:List*", "sqs:Get*"], "Resource": "*"`, `"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:*:*:mine"`))
	var lines []string
	for _, s := range p.Review() {
		if s.Service.Prefix() != "sqs" {
			assert.Equal(t, "sts", s.Service.Prefix(), "GetCallerIdentity is for everybody")
			continue
		}
		for _, l := range s.Levels {
			lines = append(lines, fmt.Sprintf("%s %d+%d/%d full=%t limited=%t", l.Level, l.Allowed, l.Undetermined, l.Total, l.Full(), l.Limited()))
		}
	}
	assert.Len(t, lines, 5)
	total := 0
	for _, l := range p.Review()[0].Levels {
		total += l.Total
	}
	sqs, _ := catalog.LookupService("sqs")
	assert.Equal(t, sqs.ActionCount(), total)
	t.Log(lines)
}

func TestDiff(t *testing.T) {
	first := of(t, identity(t, `"Effect": "Allow", "Action": ["s3:GetObject", "sqs:SendMessage", "sns:Publish"], "Resource": "*"`, `"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::a/*"`, `"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::same/*"`))
	second := of(t, identity(t, `"Effect": "Allow", "Action": ["sns:Publish", "ec2:RunInstances"], "Resource": "*"`, `"Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject"], "Resource": "arn:aws:s3:::b/*"`, `"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::same/*"`))
	d, err := permissions.Diff(first, second)
	require.NoError(t, err)
	names := func(s catalog.ActionSet) []string { return catalog.Shorten(s) }
	assert.Equal(t, []string{"sqs:SendMessage"}, names(d.OnlyFirst))
	assert.Equal(t, []string{"ec2:RunInstances"}, names(d.OnlySecond))
	assert.Equal(t, []string{"s3:GetObject"}, names(d.MoreFirst))
	assert.Empty(t, names(d.MoreSecond))
	assert.Equal(t, []string{"s3:PutObject"}, names(d.Differing))
	assert.False(t, d.IsEmpty())

	back, err := permissions.Diff(second, first)
	require.NoError(t, err)
	assert.True(t, back.OnlySecond.Equal(d.OnlyFirst) && back.MoreSecond.Equal(d.MoreFirst) && back.Differing.Equal(d.Differing))
	none, err := permissions.Diff(first, first)
	require.NoError(t, err)
	assert.True(t, none.IsEmpty())
}
