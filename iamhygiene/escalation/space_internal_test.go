package escalation

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// TestPossible: leaving out the actions that no Allow statement is about changes
// nothing.
func TestPossible(t *testing.T) {
	const account = "111122223333"
	var users []iamhygiene.UserDetail
	for i, text := range []string{
		``,
		`{"Effect":"Allow","Action":"*","Resource":"*"}`,
		`{"Effect":"Allow","Action":["iam:Put*","ec2:Run?nstances"],"Resource":"*"}`,
		`{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`,
		`{"Effect":"Allow","Action":"IAM:createaccesskey","Resource":"arn:aws:iam::111122223333:user/a-*"}`,
		`{"Effect":"Allow","Action":"sts:*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}`,
		`{"Effect":"Allow","Action":"kms:*","Resource":"*"},{"Effect":"Deny","Action":"kms:Decrypt","Resource":"*"}`,
		`{"Effect":"Allow","Action":"no-such:*","Resource":"*"}`,
		`{"Effect":"Deny","NotAction":"s3:*","Resource":"*"},{"Effect":"Allow","Action":"*:*","Resource":"*"}`,
		`{"Effect":"Allow","Action":"iam:*","NotResource":"arn:aws:iam::111122223333:role/x"}`,
	} {
		name := fmt.Sprintf("user-%d", i)
		users = append(users, iamhygiene.UserDetail{
			ARN: "arn:aws:iam::" + account + ":user/" + name, Name: name,
			Permissions: iamhygiene.Permissions{Inline: []iamhygiene.InlinePolicy{{Name: "p", Document: iamhygiene.Document(`{"Version":"2012-10-17","Statement":[` + text + `]}`)}}},
		})
	}
	now := time.Date(2024, 3, 12, 0, 0, 0, 0, time.UTC)
	s := iamhygiene.NewSnapshot(account, "aws", now, iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
		Users: users, Groups: []iamhygiene.GroupDetail{}, Policies: []iamhygiene.PolicyDetail{},
		Roles: []iamhygiene.RoleDetail{{ARN: "arn:aws:iam::" + account + ":role/none", Name: "none", Trust: `{"Version":"2012-10-17","Statement":[]}`}},
	}, now))
	e, err := newEngine(s, Options{})
	require.NoError(t, err)
	all := e.none()
	for i := range e.watched {
		all.set(i)
	}
	asked := 0
	for _, x := range e.people {
		p := e.profileOf(x, x.access.Policies())
		require.NoError(t, p.err)
		for _, spaces := range [][]space{e.spaces, e.credSpaces} {
			some, held, err := p.weigh(e, spaces, p.possible(e))
			require.NoError(t, err)
			wantSome, wantHeld, err := p.weigh(e, spaces, all)
			require.NoError(t, err)
			assert.Equal(t, wantSome, some, x.arn)
			assert.Equal(t, wantHeld, held, x.arn)
			if slices.ContainsFunc(some, func(word uint64) bool { return word != 0 }) {
				asked++
			}
		}
	}
	assert.Greater(t, asked, 6, "the documents allow something")
}

// TestAlike: actions that are answered together have the same answer.
func TestAlike(t *testing.T) {
	const account = "111122223333"
	var users []iamhygiene.UserDetail
	for i, text := range []string{
		`{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}`,
		`{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","NotAction":["iam:*","sts:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}}}`,
		`{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":["s3:Delete*","ec2:*Subnet*"],"Resource":"arn:aws:s3:::keep*"},{"Effect":"Deny","Action":"*","Resource":"arn:aws:ec2:*:*:vpc/*"}`,
		`{"Effect":"Allow","NotAction":"aws-portal:*","Resource":"arn:aws:*:*:111122223333:*"},{"Effect":"Allow","Action":"s3:*","Resource":"*"}`,
	} {
		name := fmt.Sprintf("user-%d", i)
		users = append(users, iamhygiene.UserDetail{
			ARN: "arn:aws:iam::" + account + ":user/" + name, Name: name,
			Permissions: iamhygiene.Permissions{Inline: []iamhygiene.InlinePolicy{{Name: "p", Document: iamhygiene.Document(`{"Version":"2012-10-17","Statement":[` + text + `]}`)}}},
		})
	}
	now := time.Date(2024, 3, 12, 0, 0, 0, 0, time.UTC)
	s := iamhygiene.NewSnapshot(account, "aws", now, iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
		Users: users, Groups: []iamhygiene.GroupDetail{}, Policies: []iamhygiene.PolicyDetail{}, Roles: []iamhygiene.RoleDetail{},
	}, now))
	e, err := newEngine(s, Options{})
	require.NoError(t, err)
	for _, x := range e.people {
		p := e.profileOf(x, x.access.Policies())
		require.NoError(t, p.err)
		together := p.alike(e)
		different := map[level]int{}
		y, err := e.yardstickOf(e.people[0])
		require.NoError(t, err)
		for a := range y.full.All() {
			want := p.anyone(e, a)
			got := together.anyone(a)
			different[got.level]++
			if want.level != got.level || !slices.Equal(want.keys, got.keys) {
				t.Errorf("%s: %s: alone %v, together %v", x.arn, a, want, got)
			}
		}
		assert.Less(t, len(together.known), y.full.Len()/2, "something is answered together")
		assert.NotEmpty(t, different)
	}
}
