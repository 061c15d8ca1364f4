package policyeval_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
)

// The table of elements by policy type: y may, n must not, r must, w may with a
// warning. A pair with one r needs one of its elements.
func TestElementsByType(t *testing.T) {
	table := map[policyeval.PolicyType]string{
		//                               Id Principal NotPrincipal Resource NotResource
		policyeval.UnknownPolicyType:     "y y y y y",
		policyeval.IdentityPolicy:        "w n n r r",
		policyeval.PermissionsBoundary:   "w n n r r",
		policyeval.SessionPolicy:         "w n n r r",
		policyeval.ResourcePolicy:        "y r r y y",
		policyeval.RoleTrustPolicy:       "y r n n n",
		policyeval.ServiceControlPolicy:  "w n n r w",
		policyeval.ResourceControlPolicy: "w r n r r",
		policyeval.VPCEndpointPolicy:     "y r r r r",
	}
	elements := []struct{ name, text string }{
		{"Id", ""},
		{"Principal", `"Principal": "*"`},
		{"NotPrincipal", `"NotPrincipal": {"AWS": "123456789012"}`},
		{"Resource", `"Resource": "*"`},
		{"NotResource", `"NotResource": "arn:aws:s3:::b"`},
	}
	for policyType, line := range table {
		column := strings.Fields(line)
		// sound is a statement that the type accepts.
		sound := func(except ...string) []string {
			parts := []string{`"Effect": "Deny"`, `"Action": "s3:*"`}
			if column[1] == "r" && !strings.Contains(strings.Join(except, ","), "Principal") {
				parts = append(parts, elements[1].text)
			}
			if column[3] == "r" && !strings.Contains(strings.Join(except, ","), "Resource") {
				parts = append(parts, elements[3].text)
			}
			return parts
		}
		check := func(id string, parts []string) ([]policyeval.Warning, error) {
			text := `{` + id + `"Version": "2012-10-17", "Statement": [{` + strings.Join(parts, ", ") + `}]}`
			_, parseErr := policyeval.Parse([]byte(text), policyeval.WithType(policyType))
			warnings, err := parse(t, text).Check(policyType)
			assert.Equal(t, err == nil, parseErr == nil, "Parse with a type and Check disagree")
			return warnings, err
		}
		warnings, err := check("", sound())
		require.NoError(t, err, policyType)
		require.Empty(t, warnings, policyType)

		warnings, err = check(`"Id": "x", `, sound())
		assert.NoError(t, err)
		assert.Equal(t, column[0] == "w", len(warnings) == 1, "Id in %s", policyType)

		for i, e := range elements[1:] {
			pair := strings.TrimPrefix(e.name, "Not")
			warnings, err := check("", append(sound(pair), e.text))
			if column[i+1] == "n" {
				assert.Error(t, err, "%s in %s", e.name, policyType)
				continue
			}
			assert.NoError(t, err, "%s in %s", e.name, policyType)
			assert.Equal(t, column[i+1] == "w", len(warnings) == 1, "%s in %s", e.name, policyType)
		}
		_, err = check("", sound("Principal"))
		assert.Equal(t, column[1] == "r", err != nil, "no Principal in %s", policyType)
		_, err = check("", sound("Resource"))
		assert.Equal(t, column[3] == "r", err != nil, "no Resource in %s", policyType)
	}
	assert.Len(t, table, int(policyeval.VPCEndpointPolicy)+1, "every type has a line")
}

func TestSizeWarnings(t *testing.T) {
	cases := []struct {
		policyType policyeval.PolicyType
		limit      int // 0: no quota is known
	}{
		{policyeval.IdentityPolicy, 6144},
		{policyeval.PermissionsBoundary, 6144},
		{policyeval.SessionPolicy, 2048},
		{policyeval.RoleTrustPolicy, 2048},
		{policyeval.ServiceControlPolicy, 5120},
		{policyeval.ResourceControlPolicy, 5120},
		{policyeval.VPCEndpointPolicy, 20480},
		{policyeval.ResourcePolicy, 0},
	}
	for _, c := range cases {
		t.Run(c.policyType.String(), func(t *testing.T) {
			statement := `{"Effect": "Deny", "Action": "sts:AssumeRole"`
			switch c.policyType {
			case policyeval.RoleTrustPolicy, policyeval.ResourcePolicy:
				statement += `, "Principal": "*"`
			case policyeval.ResourceControlPolicy, policyeval.VPCEndpointPolicy:
				statement += `, "Principal": "*", "Resource": "*"`
			default:
				statement += `, "Resource": "*"`
			}
			document := func(size int) *policyeval.Policy {
				text := func(fill int) string {
					return "{ \"Version\":\t\"2012-10-17\", \n\"Statement\": [" + statement + `, "Sid": "` + strings.Repeat("a", fill) + `"}]}`
				}
				p := parse(t, text(size-parse(t, text(0)).Size()))
				require.Equal(t, size, p.Size())
				return p
			}
			if c.limit == 0 {
				warnings, err := document(30_000).Check(c.policyType)
				assert.NoError(t, err)
				assert.Empty(t, warnings)
				return
			}
			warnings, err := document(c.limit).Check(c.policyType)
			assert.NoError(t, err)
			assert.Empty(t, warnings)
			warnings, err = document(c.limit + 1).Check(c.policyType)
			assert.NoError(t, err, "size does not change meaning")
			require.Len(t, warnings, 1)
			assert.Equal(t, "D17", warnings[0].Rule)
		})
	}
}

func TestSizeCountsCharactersWithoutWhiteSpace(t *testing.T) {
	assert.Equal(t, len(`{"Id":"é","Statement":[]}`)-1, parse(t, "{ \"Id\" : \"é\",\r\n\t\"Statement\": [ ] }").Size())
	byHand := &policyeval.Policy{ID: &policyeval.Text{Value: "a b"}}
	assert.Equal(t, len(`{"Id":"ab","Statement":[]}`), byHand.Size())
}

func TestCheckOfPoliciesMadeByHand(t *testing.T) {
	p := &policyeval.Policy{Statements: []*policyeval.Statement{{
		Effect: policyeval.Allow,
		Action: &policyeval.List{Members: []policyeval.Text{{Value: "s3:*"}, {Value: "GetObject"}}},
	}}}
	_, err := p.Check(policyeval.UnknownPolicyType)
	var fault *policyeval.ParseError
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, "A5", fault.Rule)
	assert.Equal(t, "/Statement/0/Action/1", fault.Path)

	p.Statements[0].Action.Members[1].Value = "s3:GetObject"
	_, err = p.Check(policyeval.UnknownPolicyType)
	assert.NoError(t, err)
	_, err = p.Check(policyeval.IdentityPolicy)
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, "D10", fault.Rule)

	var zero policyeval.Policy
	warnings, err := zero.Check(policyeval.IdentityPolicy)
	assert.NoError(t, err)
	assert.Len(t, warnings, 1, "the zero Policy is an empty document")
}
