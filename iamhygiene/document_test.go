package iamhygiene_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

const (
	readBucket iamhygiene.Document = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}`
	halfRead   iamhygiene.Document = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"},{"Effect":"Perhaps","Action":"*","Resource":"*"}]}`
	trustEC2   iamhygiene.Document = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}`
)

func documentsOf(errs ...*iamhygiene.DataError) *iamhygiene.Snapshot {
	const own = "arn:aws:iam::" + account + ":"
	managed := own + "policy/Read"
	inline := func(d iamhygiene.Document) []iamhygiene.InlinePolicy {
		return []iamhygiene.InlinePolicy{{Name: "own", Document: d}}
	}
	attached := []iamhygiene.AttachedPolicy{{Name: "Read", ARN: managed}}
	return snapshot(iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
		Users:  []iamhygiene.UserDetail{{ARN: own + "user/alice", Name: "alice", Permissions: iamhygiene.Permissions{Attached: attached, Boundary: managed}}},
		Groups: []iamhygiene.GroupDetail{{ARN: own + "group/devs", Name: "devs", Permissions: iamhygiene.Permissions{Inline: inline(halfRead)}}},
		Roles:  []iamhygiene.RoleDetail{{ARN: own + "role/app", Name: "app", Trust: trustEC2, Permissions: iamhygiene.Permissions{Attached: attached, Inline: inline("{")}}},
		Policies: []iamhygiene.PolicyDetail{
			{ARN: managed, Name: "Read", Default: "v2", Versions: []iamhygiene.PolicyVersion{{ID: "v1", Document: "{"}, {ID: "v2", Document: readBucket}}},
			{ARN: own + "policy/Unknown", Name: "Unknown", Default: "v1"},
		},
	}, now, errs...))
}

func TestDocuments(t *testing.T) {
	s := documentsOf()
	var got []string
	docs := make(map[string]*iamhygiene.PolicyDocument)
	for d, err := range s.Documents() {
		require.NoError(t, err)
		got = append(got, d.Kind().String()+" "+d.Resource().Name+" "+d.Discriminator()+": "+d.String())
		docs[d.String()] = d
	}
	assert.Equal(t, []string{
		"managed Read : policy Read", "managed Unknown : policy Unknown",
		"inline devs inline/own: inline policy own of the group devs", "inline app inline/own: inline policy own of the role app",
		"trust app trust: trust policy of the role app",
	}, got)

	read := docs["policy Read"]
	p, err := read.Policy()
	require.NoError(t, err)
	assert.Len(t, p.Statements, 1, "the version in force")
	again, _ := read.Policy()
	assert.Same(t, p, again, "parsed once")
	names := func(rs []iamhygiene.Resource) (out []string) {
		for _, r := range rs {
			out = append(out, r.Name)
		}
		return out
	}
	assert.Equal(t, []string{"alice", "app"}, names(read.AttachedTo()))
	assert.Equal(t, []string{"alice"}, names(read.BoundaryOf()))
	assert.NotNil(t, read.Managed())
	assert.Nil(t, read.Holder())

	p, err = docs["policy Unknown"].Policy()
	assert.Nil(t, p)
	assert.Equal(t, iamhygiene.CodeNotInData, iamhygiene.AsDataError(err).Code)

	p, err = docs["inline policy own of the group devs"].Policy()
	require.NotNil(t, p, "what could be read")
	assert.Len(t, p.Statements, 2)
	var faults policyeval.ParseErrors
	require.ErrorAs(t, err, &faults)
	assert.Equal(t, "/Statement/1/Effect", faults[0].Path)
	assert.Equal(t, iamhygiene.CodeInvalid, iamhygiene.AsDataError(err).Code)

	p, err = docs["inline policy own of the role app"].Policy()
	assert.Nil(t, p)
	assert.ErrorAs(t, err, &faults)

	trust := docs["trust policy of the role app"]
	assert.Empty(t, trust.AttachedTo(), "it gives its role nothing")
	for r, err := range s.Roles() {
		require.NoError(t, err)
		assert.Same(t, trust, r.Trust())
	}
	other := documentsOf()
	for r := range other.Roles() {
		assert.NotSame(t, trust, r.Trust())
	}
	moved := s.At(now.AddDate(0, 0, 1))
	for d := range moved.Documents() {
		assert.Same(t, moved, d.Snapshot(), "documents point to their snapshot")
	}
}

func TestDocumentsLost(t *testing.T) {
	lost := func(s *iamhygiene.Snapshot) (out []string) {
		for d, err := range s.Documents() {
			if err == nil {
				assert.NotNil(t, d)
				continue
			}
			var e *iamhygiene.SubjectError
			require.ErrorAs(t, err, &e)
			out = append(out, e.Resource.Name+" "+e.Discriminator)
		}
		return out
	}
	assert.Equal(t, []string{account + " "}, lost(snapshot()), "nothing is known")
	assert.Equal(t, []string{"devs "}, lost(documentsOf(&iamhygiene.DataError{Code: "Invalid", Scope: "arn:aws:iam::" + account + ":group/devs"})), "one entity is not known in whole")
	assert.Equal(t, []string{account + " RoleDetailList"}, lost(documentsOf(&iamhygiene.DataError{Code: "Throttling", Scope: "RoleDetailList"})), "one list is not known")
	assert.Equal(t, []string{account + " authorization-details/Policies[3]"}, lost(documentsOf(&iamhygiene.DataError{Code: "Invalid", Scope: "Policies[3]"})), "one element is lost")
	assert.Equal(t, "DocumentKind(9)", iamhygiene.DocumentKind(9).String())
}
