package collect_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

func TestRootEmail(t *testing.T) {
	for address, c := range map[string]struct {
		want iamhygiene.RootAddress
		why  string
	}{
		"aws@example.com":               {iamhygiene.RootAddress{Masked: "a***@example.com", Domain: "example.com", Words: []string{"aws"}}, "a group"},
		"Cloud-Security@Example.com":    {iamhygiene.RootAddress{Masked: "C***@Example.com", Domain: "example.com", Words: []string{"cloud", "security"}}, "in order and in lower case"},
		"jane.doe@example.com":          {iamhygiene.RootAddress{Masked: "j***@example.com", Domain: "example.com", Personal: true}, "first.last"},
		"jane.q.o'neill@example.com":    {iamhygiene.RootAddress{Masked: "j***@example.com", Domain: "example.com", Personal: true}, "with a middle name"},
		"jane_doe2@example.com":         {iamhygiene.RootAddress{Masked: "j***@example.com", Domain: "example.com", Personal: true}, "with a number"},
		"jane.doe+aws@example.com":      {iamhygiene.RootAddress{Masked: "j***@example.com", Domain: "example.com", Personal: true, Tagged: true}, "a tag makes no group"},
		"aws.ops+prod@example.com":      {iamhygiene.RootAddress{Masked: "a***@example.com", Domain: "example.com", Words: []string{"aws", "ops"}, Tagged: true}, "both"},
		"jdoe@example.com":              {iamhygiene.RootAddress{Masked: "j***@example.com", Domain: "example.com"}, "nothing to tell"},
		"awsome@example.com":            {iamhygiene.RootAddress{Masked: "a***@example.com", Domain: "example.com"}, "words, not parts of words"},
		"aws2024+@example.com":          {iamhygiene.RootAddress{Masked: "a***@example.com", Domain: "example.com", Words: []string{"aws"}}, "an empty tag is none"},
		"4711.0815@example.com":         {iamhygiene.RootAddress{Masked: "4***@example.com", Domain: "example.com"}, "numbers are no names"},
		"élodie.martin@example.com":     {iamhygiene.RootAddress{Masked: "é***@example.com", Domain: "example.com", Personal: true}, "letters of any language"},
		`"odd@thing"@example.com`:       {iamhygiene.RootAddress{Masked: `"***@example.com`, Domain: "example.com"}, "the last @ counts"},
		"prod.account.1234@example.com": {iamhygiene.RootAddress{Masked: "p***@example.com", Domain: "example.com", Words: []string{"account"}}, "a group among others"},
	} {
		acct := fakes.NewAccount(accountID)
		answerEmail(address)(acct)
		s := live(t, acct, named("root-email"))
		assert.Equal(t, &c.want, get(t, s, iamhygiene.RootEmail), "%s: %s", address, c.why)
	}
	acct := fakes.NewAccount(accountID)
	answerEmail("guild.jane@example.com")(acct)
	s := live(t, acct, named("root-email"), func(o *collect.Options) { o.GroupWords = []string{"guild"} })
	assert.Equal(t, []string{"guild"}, get(t, s, iamhygiene.RootEmail).Words, "a word of the caller's")
	for _, address := range []string{"", "nobody", "@example.com", "nobody@"} {
		acct := fakes.NewAccount(accountID)
		on[account.GetPrimaryEmailInput](acct, &account.GetPrimaryEmailOutput{PrimaryEmail: aws.String(address)})
		_, err := iamhygiene.RootEmail.Get(live(t, acct, named("root-email")))
		assert.EqualError(t, err, "cannot decide: account:GetPrimaryEmail returned something that is no e-mail address")
	}
}
