package collect

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// summary collects the account summary.
func summary(ctx context.Context, p *Pass) (iamhygiene.AccountSummary, error) {
	out, err := iam.NewFromConfig(p.Config).GetAccountSummary(ctx, &iam.GetAccountSummaryInput{})
	if err != nil {
		return nil, err
	}
	if len(out.SummaryMap) == 0 {
		// A check would read a key that is not there as 0: no MFA, no keys.
		return nil, &iamhygiene.DataError{Code: iamhygiene.CodeInvalid, Message: "iam:GetAccountSummary returned an empty summary"}
	}
	s := make(iamhygiene.AccountSummary, len(out.SummaryMap))
	for k, v := range out.SummaryMap {
		s[k] = int(v)
	}
	return s, nil
}

// aliases collects the aliases of the account.
func aliases(ctx context.Context, p *Pass) ([]string, error) {
	const operation = "iam:ListAccountAliases"
	client := iam.NewFromConfig(p.Config)
	return List(ctx, operation, func(ctx context.Context, token *string) ([]string, *string, error) {
		out, err := client.ListAccountAliases(ctx, &iam.ListAccountAliasesInput{Marker: token})
		if err != nil {
			return nil, nil, err
		}
		next, err := Marker(operation, out.IsTruncated, out.Marker)
		return out.AccountAliases, next, err
	})
}

// passwords collects the password policy. That there is none is a fact.
func passwords(ctx context.Context, p *Pass) (*iamhygiene.PasswordPolicy, error) {
	out, err := iam.NewFromConfig(p.Config).GetAccountPasswordPolicy(ctx, &iam.GetAccountPasswordPolicyInput{})
	if hasCode(err, "NoSuchEntity") {
		return &iamhygiene.PasswordPolicy{}, nil
	}
	if err != nil {
		return nil, err
	}
	policy := out.PasswordPolicy
	if policy == nil {
		return nil, &iamhygiene.DataError{Code: iamhygiene.CodeInvalid, Message: "iam:GetAccountPasswordPolicy returned no policy"}
	}
	return &iamhygiene.PasswordPolicy{
		Set:              true,
		MinimumLength:    int(aws.ToInt32(policy.MinimumPasswordLength)),
		RequireSymbols:   policy.RequireSymbols,
		RequireNumbers:   policy.RequireNumbers,
		RequireUppercase: policy.RequireUppercaseCharacters,
		RequireLowercase: policy.RequireLowercaseCharacters,
		AllowChange:      policy.AllowUsersToChangePassword,
		MaxAge:           int(aws.ToInt32(policy.MaxPasswordAge)),
		ReusePrevention:  int(aws.ToInt32(policy.PasswordReusePrevention)),
		HardExpiry:       aws.ToBool(policy.HardExpiry),
	}, nil
}
