package iammodel_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func TestServes(t *testing.T) {
	c := model.NewCloud(time.Now, time.Now, new(clone.Copier))
	s := model.Install(c, iammodel.New)
	a := c.Account("111122223333", "aws")
	statement := func(effect, service, condition string) string {
		return `{"Effect":"` + effect + `","Principal":{"Service":"` + service + `"},"Action":"sts:AssumeRole"` + condition + `}`
	}
	for _, r := range []struct {
		name, reason, trust string
		trusts              bool
	}{
		{"plain", "", statement("Allow", "lambda.amazonaws.com", ""), true},
		{"other", "another service", statement("Allow", "ec2.amazonaws.com", ""), false},
		{"source-account", "the account is known", statement("Allow", "lambda.amazonaws.com", `,"Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}}`), true},
		{"other-account", "the account is known", statement("Allow", "lambda.amazonaws.com", `,"Condition":{"StringEquals":{"aws:SourceAccount":"444455556666"}}`), false},
		{"source-arn", "the ARN is known later", statement("Allow", "lambda.amazonaws.com", `,"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:lambda:*:*:function:x"}}`), true},
		{"denied", "", statement("Allow", "lambda.amazonaws.com", "") + "," + statement("Deny", "lambda.amazonaws.com", ""), false},
	} {
		role, err := s.AddRole(s.Store(a), r.name, nil, `{"Version":"2012-10-17","Statement":[`+r.trust+`]}`, nil)
		require.NoError(t, err, r.name)
		exists, trusts := s.Serves(role.ARN, "lambda.amazonaws.com")
		assert.True(t, exists, r.name)
		assert.Equal(t, r.trusts, trusts, "%s: %s", r.name, r.reason)
	}
	for arn, want := range map[string]bool{
		"arn:aws:iam::111122223333:role/nobody":      false,
		"arn:aws:iam::111122223333:role/other/plain": false, // the path counts
		"arn:aws:iam::111122223333:user/plain":       false,
		"plain":                                      false,
		"arn:aws:iam::444455556666:role/stranger":    true, // of an account that the fake does not have
	} {
		exists, trusts := s.Serves(arn, "lambda.amazonaws.com")
		assert.Equal(t, want, exists, arn)
		assert.Equal(t, want, trusts, arn)
	}
}
