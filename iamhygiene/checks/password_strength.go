package checks

import (
	"context"
	"fmt"
	"strconv"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// defaultLength is the length that AWS's default password policy asks for.
const defaultLength = 8

// countOrDefault reads an int parameter: def where it is zero, zero where it is
// negative.
func countOrDefault(n, def int) int {
	if n == 0 {
		return def
	}
	return max(n, 0)
}

// PasswordPolicyLength is the check password-policy-length: passwords have a
// minimum length.
type PasswordPolicyLength struct {
	// Min is the least minimum length in characters; zero means 14. A negative
	// one means none. AWS takes 6 to 128.
	Min int
}

// Info describes the check.
func (c PasswordPolicyLength) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "password-policy-length", Theme: "passwords", Severity: iamhygiene.SeverityMedium,
		Title:       "Passwords have a minimum length",
		Description: "MinimumPasswordLength of the account's password policy is at least the required length. An account without a policy of its own counts as 8, AWS's default. Not applicable where no IAM user has a console password.",
		Risk:        "Short passwords are guessed, and found from other leaks, within reach of anybody.",
		Remediation: iamhygiene.Remediation{
			Text:    "Raise the minimum length." + passwordPolicyAdvice,
			Command: passwordPolicyCommand, URL: passwordPolicyPage,
		},
		Frameworks: controls("1.8", "1.8", "1.7", "IAM.7", "IAM.10", "IAM.15"),
		Needs:      passwordPolicyNeeds(),
		Params:     map[string]string{"min": strconv.Itoa(c.min())},
	}
}

func (c PasswordPolicyLength) min() int { return countOrDefault(c.Min, 14) }

// Run evaluates the check for the password policy.
func (c PasswordPolicyLength) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachPasswordPolicy(ctx, s, func(p *iamhygiene.PasswordPolicy) iamhygiene.Verdict {
		length := p.MinimumLength
		if !p.Set {
			length = defaultLength
		}
		message := fmt.Sprintf("passwords need %d characters%s; %d are required", length, byDefault(p), c.min())
		return iamhygiene.If(length >= c.min(), message, message,
			ofPolicy(s, "MinimumPasswordLength", strconv.Itoa(length), "at least "+strconv.Itoa(c.min())))
	})
}

// characterClass is what the checks for the four kinds of characters share.
type characterClass struct {
	id, name string // "uppercase", "an uppercase letter"
	control  string // in AWS Security Hub
	path     string
	required func(*iamhygiene.PasswordPolicy) bool
}

func (c characterClass) info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "password-policy-" + c.id, Theme: "passwords", Severity: iamhygiene.SeverityLow,
		Title: "Passwords need " + c.name,
		Description: c.path + " of the account's password policy is on. AWS's default policy asks for three of the four classes and for none in particular, so an account without a policy of its own fails. " +
			"Not applicable where no IAM user has a console password.",
		Risk: "Passwords from few kinds of characters are quicker to guess, the more so when they are short.",
		Remediation: iamhygiene.Remediation{
			Text:    "Require " + c.name + "." + passwordPolicyAdvice,
			Command: passwordPolicyCommand, URL: passwordPolicyPage,
		},
		Frameworks: controls("", "", "", c.control),
		Needs:      passwordPolicyNeeds(),
	}
}

func (c characterClass) run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachPasswordPolicy(ctx, s, func(p *iamhygiene.PasswordPolicy) iamhygiene.Verdict {
		on := c.required(p)
		return iamhygiene.If(on,
			"passwords need "+c.name,
			"passwords need not have "+c.name+byDefault(p)+"; the policy must require it",
			ofPolicy(s, c.path, strconv.FormatBool(on), "true"))
	})
}

func uppercase() characterClass {
	return characterClass{"uppercase", "an uppercase letter", "IAM.11", "RequireUppercaseCharacters",
		func(p *iamhygiene.PasswordPolicy) bool { return p.RequireUppercase }}
}

func lowercase() characterClass {
	return characterClass{"lowercase", "a lowercase letter", "IAM.12", "RequireLowercaseCharacters",
		func(p *iamhygiene.PasswordPolicy) bool { return p.RequireLowercase }}
}

func symbol() characterClass {
	return characterClass{"symbol", "a symbol", "IAM.13", "RequireSymbols",
		func(p *iamhygiene.PasswordPolicy) bool { return p.RequireSymbols }}
}

func number() characterClass {
	return characterClass{"number", "a number", "IAM.14", "RequireNumbers",
		func(p *iamhygiene.PasswordPolicy) bool { return p.RequireNumbers }}
}

// PasswordPolicyUppercase is the check password-policy-uppercase: passwords need
// an uppercase letter. It has no parameters.
type PasswordPolicyUppercase struct{}

// Info describes the check.
func (c PasswordPolicyUppercase) Info() iamhygiene.Info { return uppercase().info() }

// Run evaluates the check for the password policy.
func (c PasswordPolicyUppercase) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return uppercase().run(ctx, s)
}

// PasswordPolicyLowercase is the check password-policy-lowercase: passwords need
// a lowercase letter. It has no parameters.
type PasswordPolicyLowercase struct{}

// Info describes the check.
func (c PasswordPolicyLowercase) Info() iamhygiene.Info { return lowercase().info() }

// Run evaluates the check for the password policy.
func (c PasswordPolicyLowercase) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return lowercase().run(ctx, s)
}

// PasswordPolicyNumber is the check password-policy-number: passwords need a
// digit. It has no parameters.
type PasswordPolicyNumber struct{}

// Info describes the check.
func (c PasswordPolicyNumber) Info() iamhygiene.Info { return number().info() }

// Run evaluates the check for the password policy.
func (c PasswordPolicyNumber) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return number().run(ctx, s)
}

// PasswordPolicySymbol is the check password-policy-symbol: passwords need a
// character that is neither letter nor digit. It has no parameters.
type PasswordPolicySymbol struct{}

// Info describes the check.
func (c PasswordPolicySymbol) Info() iamhygiene.Info { return symbol().info() }

// Run evaluates the check for the password policy.
func (c PasswordPolicySymbol) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return symbol().run(ctx, s)
}
