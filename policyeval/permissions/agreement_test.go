package permissions_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
	"github.com/iamhygiene/sdk/policyeval/permissions"
)

// The oracle asks policyeval for each action and each form of ARN alone, with
// its own reading of the catalog.

var placeholder = regexp.MustCompile(`\$?\{[^}]*\}`)

// forms returns the resources that an action may be asked for.
func forms(a catalog.Action) []string {
	bare := true
	var list []string
	for typ, required := range a.ResourceTypes() {
		bare = bare && !required
		for text := range typ.ARNPatterns() {
			fields := strings.SplitN(placeholder.ReplaceAllString(text, "*"), ":", 6)
			fields[1] = "aws"
			if fields[4] != "" && fields[4] != "aws" {
				fields[4] = account
			}
			list = append(list, strings.Join(fields, ":"))
		}
	}
	if bare {
		list = append(list, "*")
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// delegated is the policy that lets the identity policies of the account decide,
// for what needs a policy.
func delegated(t testing.TB, a catalog.Action, form string) *policyeval.Policy {
	key := a.Service().Prefix() == "kms" && strings.HasPrefix(form, "arn:aws:kms:") && strings.Contains(form, ":key/")
	role := a.Service().Prefix() == "sts" && strings.HasPrefix(form, "arn:aws:iam:") && strings.Contains(form, ":role/")
	if !key && !role {
		return nil
	}
	return parse(t, fmt.Sprintf(`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": %q}, "Action": "%s:*"%s}}`,
		account, a.Service().Prefix(), map[bool]string{true: `, "Resource": "*"`}[key]))
}

// agree compares every action with the oracle.
func agree(t *testing.T, p policyeval.Policies, request *policyeval.Request) {
	t.Helper()
	agreeEvery(t, 1, p, request)
}

// agreeEvery is agree for one action in step.
func agreeEvery(t *testing.T, step int, p policyeval.Policies, request *policyeval.Request) {
	t.Helper()
	got, err := permissions.Of(p, request)
	require.NoError(t, err)
	authorizer, err := policyeval.Compile(p)
	require.NoError(t, err)
	one := *request
	one.ResourceAccount = account
	n := 0
	for a := range catalog.Actions() {
		if n++; n%step != 0 {
			continue
		}
		one.Action = a.String()
		allowed, possible, denied, exact := true, false, true, true
		for _, form := range forms(a) {
			one.Resource, one.Pattern = form, form != "*"
			by := authorizer
			policy := delegated(t, a, form)
			if policy != nil {
				q := p
				q.Resource = policy
				by, err = policyeval.Compile(q)
				require.NoError(t, err)
			}
			d, err := by.Authorize(&one)
			require.NoError(t, err)
			if policy != nil {
				allowed, exact = false, false // another policy may be there
			}
			allowed = allowed && d.Allowed()
			possible = possible || d.CanBeAllowed()
			denied = denied && d.Outcome == policyeval.ExplicitDeny
		}
		want := policyeval.ImplicitDeny
		switch {
		case allowed:
			want = policyeval.Allowed
		case possible:
			want = policyeval.Undetermined
		case denied:
			want = policyeval.ExplicitDeny
		}
		outcome := got.Outcome(a)
		if !exact && !possible {
			if outcome == policyeval.Allowed {
				t.Fatalf("%s: Allowed, but its policy is not known", a)
			}
			continue
		}
		if outcome != want {
			t.Fatalf("%s: got %s, Authorize says %s", a, outcome, want)
		}
	}
}

// sample are policies of every shape.
func sample(t testing.TB) map[string]policyeval.Policies {
	admin := document(t, `"Effect": "Allow", "Action": "*", "Resource": "*"`)
	with := func(layer string, documents ...*policyeval.Policy) policyeval.Policies {
		p := policyeval.Policies{Identity: []*policyeval.Policy{admin}}
		switch layer {
		case "boundary":
			p.Boundary = documents[0]
		case "scp":
			p.SCPs = [][]*policyeval.Policy{{admin}, documents}
		case "rcp":
			p.RCPs = [][]*policyeval.Policy{documents}
		case "endpoint":
			p.Endpoint = documents
		}
		return p
	}
	list := map[string]policyeval.Policies{
		"nothing":           {},
		"admin":             identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*"`),
		"every ARN":         identity(t, `"Effect": "Allow", "Action": "*", "Resource": "arn:aws:*:*:*:*"`),
		"short ARN":         identity(t, `"Effect": "Allow", "Action": "*", "Resource": "arn:aws:sqs:*"`),
		"power user":        identity(t, `"Effect": "Allow", "NotAction": ["iam:*", "organizations:*", "account:*"], "Resource": "*"`, `"Effect": "Allow", "Action": ["iam:CreateServiceLinkedRole", "iam:ListRoles"], "Resource": "*"`),
		"read only":         identity(t, `"Effect": "Allow", "Action": ["*:Get*", "*:List*", "*:Describe*"], "Resource": "*"`),
		"odd wildcards":     identity(t, `"Effect": "Allow", "Action": ["s?:*", "*ec2*:*Instance*", "e*:?e*", "S3:GETobject"], "Resource": "*"`),
		"dead patterns":     identity(t, `"Effect": "Allow", "Action": ["s3:Get*, s3:Put*", "s3: Get*", "nosuch:*", "sqs:*"], "Resource": "*"`),
		"resources":         identity(t, `"Effect": "Allow", "Action": ["s3:*", "sqs:*"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:aws:sqs:*:*:q-*"]`),
		"NotResource":       identity(t, `"Effect": "Allow", "Action": "*", "NotResource": ["arn:aws:s3:::b/*", "arn:aws:iam::*:role/*"]`),
		"Deny":              identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*"`, `"Effect": "Deny", "Action": ["s3:Delete*", "kms:*"], "Resource": "*"`),
		"Deny some":         identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*"`, `"Effect": "Deny", "Action": "*", "Resource": ["arn:aws:s3:::secret*", "arn:aws:kms:*:*:key/k"]`),
		"Deny NotAction":    identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*"`, `"Effect": "Deny", "NotAction": ["iam:*MFA*", "sts:GetSessionToken"], "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}`),
		"Deny NotResource":  identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*"`, `"Effect": "Deny", "Action": "s3:*", "NotResource": ["arn:aws:s3:::mine", "arn:aws:s3:::mine/*"]`),
		"Deny wild service": identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*"`, `"Effect": "Deny", "Action": "*", "Resource": "arn:aws:s*:*:*:x*"`),
		"variables":         identity(t, `"Effect": "Allow", "Action": ["iam:*", "s3:*"], "Resource": ["arn:aws:iam::*:user/${aws:username}", "arn:aws:s3:::${aws:PrincipalTag/team}/*"]`),
		"conditions":        identity(t, `"Effect": "Allow", "Action": "ec2:*", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestedRegion": ["eu-west-1"], "ec2:ResourceTag/team": "${aws:PrincipalTag/team}"}}`),
		"PassRole":          identity(t, `"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/app-*", "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}`),
		"another account":   identity(t, `"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:sqs:*:444455556666:*", "arn:aws-cn:s3:::*"]`),
		"AWS's policies":    identity(t, `"Effect": "Allow", "Action": "iam:*", "Resource": "arn:aws:iam::aws:policy/*"`),
		"role paths":        identity(t, `"Effect": "Allow", "Action": ["iam:*", "sts:*"], "Resource": "arn:aws:iam::111122223333:role/app/*"`),
		"own account":       identity(t, `"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceAccount": "111122223333"}}`),
		"old version":       {Identity: []*policyeval.Policy{parse(t, `{"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Action": ["s3:${x}", "s3:Get*"], "Resource": "arn:aws:s3:::${aws:username}/*"}}`)}},
		"two policies":      {Identity: []*policyeval.Policy{document(t, `"Effect": "Allow", "Action": "s3:*", "Resource": "*"`), document(t, `"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}`)}},
		"boundary":          with("boundary", document(t, `"Effect": "Allow", "Action": ["s3:*", "kms:Decrypt", "sts:*"], "Resource": "*"`)),
		"boundary of ARNs":  with("boundary", document(t, `"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:s3:::b/*", "arn:aws:dynamodb:*:*:table/t"]`)),
		"boundary Deny":     with("boundary", admin, nil),
		"SCP":               with("scp", document(t, `"Effect": "Allow", "NotAction": "organizations:*", "Resource": "*"`)),
		"SCP regions":       with("scp", admin, document(t, `"Effect": "Deny", "NotAction": ["iam:*", "sts:*", "s3:*"], "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}`)),
		"SCP of nothing":    with("scp"),
		"RCP":               with("rcp", parse(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}}}`)),
		"endpoint":          with("endpoint", parse(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"}}`)),
	}
	return list
}

// TestAgreesWithAuthorize enumerates all actions of the catalog.
func TestAgreesWithAuthorize(t *testing.T) {
	for name, p := range sample(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			agree(t, p, open(alice))
			if testing.Short() {
				return
			}
			agree(t, p, &policyeval.Request{Principal: "arn:aws:iam::" + account + ":role/app/worker",
				Context: policyeval.Context{"aws:RequestedRegion": {"eu-west-1"}, "aws:SecureTransport": {"true"}}})
		})
	}
}

func TestAgreesForRoot(t *testing.T) {
	root := "arn:aws:iam::" + account + ":root"
	got, err := permissions.Of(policyeval.Policies{}, open(root))
	require.NoError(t, err)
	assert.Equal(t, policyeval.Allowed, got.Outcome(action(t, "s3:GetObject")))
	assert.Equal(t, policyeval.Undetermined, got.Outcome(action(t, "kms:Decrypt")))
	assert.Equal(t, policyeval.ImplicitDeny, got.Outcome(action(t, "sts:AssumeRole")), "STS5")
}

// TestGrantsCoverWhatIsAllowed asks for single ARNs in single contexts: what is
// allowed has a grant, what has none is refused, and what is allowed always is
// allowed.
func TestGrantsCoverWhatIsAllowed(t *testing.T) {
	contexts := []policyeval.Context{
		{},
		{"aws:SecureTransport": {"true"}, "aws:MultiFactorAuthPresent": {"true"}, "aws:RequestedRegion": {"eu-west-1"}, "aws:PrincipalTag/team": {"b"}, "iam:PassedToService": {"ec2.amazonaws.com"}, "aws:PrincipalOrgID": {"o-1"}},
		{"aws:SecureTransport": {"false"}, "aws:RequestedRegion": {"us-east-1"}, "aws:PrincipalTag/team": {"*"}},
	}
	names := []string{"b", "k", "x1", "mine/b", "app/alice", "secret", "alice", "q-1"}
	for name, p := range sample(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := of(t, p)
			authorizer, err := policyeval.Compile(p)
			require.NoError(t, err)
			granted := map[catalog.Action]bool{}
			grants, err := got.Grants(got.Asked())
			require.NoError(t, err)
			for _, g := range grants {
				for a := range g.Actions.All() {
					granted[a] = true
				}
				if g.Outcome == policyeval.Allowed || g.If != nil {
					continue
				}
				t.Errorf("a grant on %s without a condition is %s", g.Resource, g.Outcome)
			}
			i := 0
			for a := range catalog.Actions() {
				outcome := got.Outcome(a)
				require.Equal(t, outcome == policyeval.Allowed || outcome == policyeval.Undetermined, granted[a], "%s: %s", a, outcome)
				for _, form := range forms(a) {
					if delegated(t, a, form) != nil {
						continue
					}
					i++
					arn := form
					if arn != "*" {
						arn = strings.ReplaceAll(form, "*", names[i%len(names)])
					}
					d, err := authorizer.Authorize(&policyeval.Request{Principal: alice, Action: a.String(), Resource: arn, ResourceAccount: account, Context: contexts[i%len(contexts)]})
					require.NoError(t, err)
					if outcome == policyeval.Allowed {
						require.True(t, d.Allowed(), "%s on %s is allowed always, but %s", a, arn, d)
					}
					if d.Allowed() {
						require.True(t, granted[a], "%s on %s is allowed and has no grant", a, arn)
					}
				}
			}
		})
	}
}
