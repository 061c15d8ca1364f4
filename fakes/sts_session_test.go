package fakes_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// identity is what GetCallerIdentity says.
func identity(t *testing.T, cfg aws.Config) string {
	t.Helper()
	out, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, nil)
	require.NoError(t, err)
	return *out.Arn + " " + *out.UserId
}

// assume assumes a role with an input that the function completes.
func assume(cfg aws.Config, role string, complete ...func(*sts.AssumeRoleInput)) (aws.Config, error) {
	in := &sts.AssumeRoleInput{RoleArn: &role, RoleSessionName: aws.String("scan")}
	for _, fn := range complete {
		fn(in)
	}
	out, err := sts.NewFromConfig(cfg).AssumeRole(ctx, in)
	if err != nil {
		return aws.Config{}, err
	}
	return with(cfg, out.Credentials), nil
}

// pair is a vendor's account with a user who may assume roles, and a customer's.
func pair() (vendor, customer *fakes.Account, cfg aws.Config) {
	vendor = fakes.NewAccount(mainID)
	customer = fakes.NewAccount(otherID, func(o *fakes.Options) { o.Beside = vendor })
	alice := vendor.AddUser("alice", fakes.InlinePolicy("p", allow("*", `["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]`)))
	return vendor, customer, vendor.ConfigAs(alice.ARN)
}

func externalID(id string) func(*sts.AssumeRoleInput) {
	return func(in *sts.AssumeRoleInput) { in.ExternalId = &id }
}

func TestConfusedDeputy(t *testing.T) {
	vendor, customer, cfg := pair()
	role := customer.AddRole("Audit", fakes.TrustExternal(mainID, "shared secret"), fakes.InlinePolicy("p", allow("*", `"iam:ListUsers"`)))
	denied := userAlice + "sts:AssumeRole on resource: " + role.ARN
	_, err := assume(cfg, role.ARN)
	assert.Equal(t, denied, denial(t, err, "AccessDenied"), "no external id")
	_, err = assume(cfg, role.ARN, externalID("guess"))
	assert.Equal(t, denied, denial(t, err, "AccessDenied"), "a wrong one")
	_, err = assume(vendor.Config(), role.ARN)
	denial(t, err, "AccessDenied") // a trust policy binds administrators too
	audit, err := assume(cfg, role.ARN, externalID("shared secret"))
	require.NoError(t, err)
	assert.Equal(t, "arn:aws:sts::444455556666:assumed-role/Audit/scan "+role.ID+":scan", identity(t, audit))
	assert.NoError(t, readUsers(audit))
	assert.Contains(t, denial(t, readUser(audit, "bob"), "AccessDenied"), "iam:GetUser", "the policies of the role are those of its session")
	_, err = assume(cfg, role.ARN+"s", externalID("shared secret"))
	assert.Equal(t, denied+"s", denial(t, err, "AccessDenied"), "who is not trusted does not learn what exists")
}

func TestAssumeRoleNeedsBothSides(t *testing.T) {
	_, customer, cfg := pair()
	untrusting := customer.AddRole("Inner", fakes.TrustAccount(otherID))
	_, err := assume(cfg, untrusting.ARN)
	denial(t, err, "AccessDenied")
	bob := customer.AddUser("bob")
	_, err = assume(customer.ConfigAs(bob.ARN), untrusting.ARN)
	assert.Contains(t, denial(t, err, "AccessDenied"), "because no identity-based policy allows the sts:AssumeRole action", "a trusted account is not enough")
	named := customer.AddRole("Named", fakes.TrustAccount(otherID, bob.ARN))
	_, err = assume(customer.ConfigAs(bob.ARN), named.ARN)
	assert.NoError(t, err, "a trusted user is, in one account")
}

func TestRoleChain(t *testing.T) {
	_, customer, cfg := pair()
	chained := allow("*", `["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]`)
	trust := func(account string) string {
		return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"` + account + `"},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}}`
	}
	first := customer.AddRole("First", trust(mainID), fakes.InlinePolicy("p", chained), fakes.MaxSession(4*time.Hour))
	second := customer.AddRole("Second", trust(otherID), fakes.MaxSession(4*time.Hour),
		fakes.InlinePolicy("p", when(`"StringEquals":{"aws:PrincipalTag/case":"42","aws:SourceIdentity":"alice"}`)))
	last := customer.AddRole("Last", fakes.TrustAccount(otherID))

	one, err := assume(cfg, first.ARN, func(in *sts.AssumeRoleInput) {
		in.DurationSeconds, in.SourceIdentity = aws.Int32(4*3600), aws.String("alice")
		in.Tags = []types.Tag{{Key: aws.String("case"), Value: aws.String("42")}, {Key: aws.String("here"), Value: aws.String("only")}}
		in.TransitiveTagKeys = []string{"case"}
	})
	require.NoError(t, err)
	_, err = assume(one, second.ARN, func(in *sts.AssumeRoleInput) { in.DurationSeconds = aws.Int32(3601) })
	assert.Contains(t, denial(t, err, "ValidationError"), "1 hour session limit for roles assumed by role chaining")
	two, err := assume(one, second.ARN)
	require.NoError(t, err)
	assert.NoError(t, readUsers(two), "transitive tags and the source identity went along")
	_, err = assume(one, second.ARN, func(in *sts.AssumeRoleInput) { in.SourceIdentity = aws.String("mallory") })
	denial(t, err, "AccessDenied")
	_, err = assume(two, last.ARN)
	denial(t, err, "AccessDenied") // its trust policy does not admit tags
}

func TestSessionPolicies(t *testing.T) {
	_, customer, cfg := pair()
	customer.AddUser("bob")
	customer.AddPolicy("Listing", allow("*", `"iam:List*"`))
	role := customer.AddRole("Reader", fakes.TrustAccount(mainID), fakes.AttachPolicy("ReadOnlyAccess"))
	limited, err := assume(cfg, role.ARN, func(in *sts.AssumeRoleInput) { in.Policy = aws.String(allow("*", `"iam:ListUsers"`)) })
	require.NoError(t, err)
	assert.NoError(t, readUsers(limited))
	assert.Contains(t, denial(t, readUser(limited, "bob"), "AccessDenied"), "because no session policy allows the iam:GetUser action")
	managed, err := assume(cfg, role.ARN, func(in *sts.AssumeRoleInput) {
		in.PolicyArns = []types.PolicyDescriptorType{{Arn: aws.String("arn:aws:iam::444455556666:policy/Listing")}}
	})
	require.NoError(t, err)
	assert.NoError(t, readUsers(managed))
	assert.Contains(t, denial(t, readUser(managed, "bob"), "AccessDenied"), "because no session policy allows the iam:GetUser action")
}

func TestExpiredSession(t *testing.T) {
	_, customer, cfg := pair()
	role := customer.AddRole("Reader", fakes.TrustAccount(mainID), fakes.AttachPolicy("ReadOnlyAccess"))
	session, err := assume(cfg, role.ARN)
	require.NoError(t, err)
	require.NoError(t, readUsers(session))
	customer.Advance(20 * 365 * 24 * time.Hour) // behind the real time, too
	denial(t, readUsers(session), "ExpiredToken")
}

func TestResourceControlPolicyOnRoles(t *testing.T) {
	org := fakes.NewOrganization()
	member := org.Account(otherID)
	stranger := fakes.NewAccount(mainID, func(o *fakes.Options) { o.Beside = member })
	alice := stranger.AddUser("alice", fakes.AttachPolicy("AdministratorAccess"))
	role := member.AddRole("Open", fakes.TrustAccount(mainID))
	_, err := assume(stranger.ConfigAs(alice.ARN), role.ARN)
	require.NoError(t, err)
	org.AttachRCP("Inside", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole","Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-none"}}}}`)
	_, err = assume(stranger.ConfigAs(alice.ARN), role.ARN)
	assert.Contains(t, denial(t, err, "AccessDenied"), "with an explicit deny in a resource control policy")
}

func TestSessionToken(t *testing.T) {
	a := fakes.NewAccount(mainID)
	withMFA := when(`"Bool":{"aws:MultiFactorAuthPresent":"true"}`)
	alice := a.AddUser("alice", fakes.VirtualMFA(), fakes.InlinePolicy("p", withMFA))
	cfg := a.ConfigAs(alice.ARN)
	client := sts.NewFromConfig(cfg)
	plain, err := client.GetSessionToken(ctx, nil)
	require.NoError(t, err, "needs no permission")
	assert.Equal(t, alice.ARN+" "+alice.ID, identity(t, with(cfg, plain.Credentials)))
	denial(t, readUsers(with(cfg, plain.Credentials)), "InvalidClientTokenId") // IAM wants MFA in such sessions
	_, err = client.GetSessionToken(ctx, &sts.GetSessionTokenInput{SerialNumber: aws.String("arn:aws:iam::111122223333:mfa/bob"), TokenCode: aws.String("123456")})
	assert.Contains(t, denial(t, err, "AccessDenied"), "MultiFactorAuthentication failed")
	strong, err := client.GetSessionToken(ctx, &sts.GetSessionTokenInput{SerialNumber: aws.String("arn:aws:iam::111122223333:mfa/alice"), TokenCode: aws.String("123456")})
	require.NoError(t, err)
	session := with(cfg, strong.Credentials)
	assert.NoError(t, readUsers(session))
	denial(t, readUsers(cfg), "AccessDenied")
	_, err = sts.NewFromConfig(session).GetSessionToken(ctx, nil)
	assert.Contains(t, denial(t, err, "AccessDenied"), "Cannot call GetSessionToken with session credentials")
}

func TestMFAInTrustPolicies(t *testing.T) {
	a := fakes.NewAccount(mainID)
	alice := a.AddUser("alice", fakes.VirtualMFA(), fakes.InlinePolicy("p", allow("*", `"sts:AssumeRole"`)))
	role := a.AddRole("Admin", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}`)
	_, err := assume(a.ConfigAs(alice.ARN), role.ARN)
	denial(t, err, "AccessDenied")
	_, err = assume(a.ConfigAs(alice.ARN), role.ARN, func(in *sts.AssumeRoleInput) {
		in.SerialNumber, in.TokenCode = aws.String("arn:aws:iam::111122223333:mfa/alice"), aws.String("123456")
	})
	assert.NoError(t, err)
}

func TestFederationToken(t *testing.T) {
	a := fakes.NewAccount(mainID)
	alice := a.AddUser("alice", fakes.AttachPolicy("AdministratorAccess"))
	cfg := a.ConfigAs(alice.ARN)
	out, err := sts.NewFromConfig(cfg).GetFederationToken(ctx, &sts.GetFederationTokenInput{Name: aws.String("bob"), Policy: aws.String(allowAll)})
	require.NoError(t, err)
	bob := with(cfg, out.Credentials)
	assert.Equal(t, "arn:aws:sts::111122223333:federated-user/bob 111122223333:bob", identity(t, bob))
	denial(t, readUsers(bob), "InvalidClientTokenId") // federated users cannot call IAM
	poor := a.AddUser("carol")
	_, err = sts.NewFromConfig(a.ConfigAs(poor.ARN)).GetFederationToken(ctx, &sts.GetFederationTokenInput{Name: aws.String("bob")})
	assert.Contains(t, denial(t, err, "AccessDenied"), "sts:GetFederationToken on resource: arn:aws:sts::111122223333:federated-user/bob")
}

func TestWebIdentity(t *testing.T) {
	a := fakes.NewAccount(mainID)
	a.AddOIDCProvider("https://token.actions.githubusercontent.com", "sts.amazonaws.com")
	role := a.AddRole("Deploy", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},
		"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"},
		"StringLike":{"token.actions.githubusercontent.com:sub":"repo:example/app:*"}}}}`, fakes.InlinePolicy("p", allow("*", `"iam:ListUsers"`)))
	require.NoError(t, a.Err())
	claims := func(change map[string]any) string {
		all := map[string]any{"iss": "https://token.actions.githubusercontent.com", "aud": "sts.amazonaws.com", "sub": "repo:example/app:ref:refs/heads/main", "exp": a.Now().Add(time.Hour).Unix()}
		for k, v := range change {
			all[k] = v
		}
		return fakes.WebIdentityToken(all)
	}
	cfg := a.Config()
	cfg.Credentials = aws.AnonymousCredentials{}
	client := sts.NewFromConfig(cfg)
	for _, c := range []struct{ name, token, code string }{
		{"right", claims(nil), ""},
		{"another repository", claims(map[string]any{"sub": "repo:mallory/app:ref:refs/heads/main"}), "AccessDenied"},
		{"another audience", claims(map[string]any{"aud": "example.org"}), "InvalidIdentityToken"},
		{"another issuer", claims(map[string]any{"iss": "https://example.org"}), "InvalidIdentityToken"},
		{"expired", claims(map[string]any{"exp": a.Now().Unix()}), "ExpiredTokenException"},
		{"no token", "abcd", "InvalidIdentityToken"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := client.AssumeRoleWithWebIdentity(ctx, &sts.AssumeRoleWithWebIdentityInput{RoleArn: &role.ARN, RoleSessionName: aws.String("run"), WebIdentityToken: &c.token})
			if c.code != "" {
				denial(t, err, c.code)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "repo:example/app:ref:refs/heads/main", *out.SubjectFromWebIdentityToken)
			session := with(a.Config(), out.Credentials)
			assert.NoError(t, readUsers(session))
			denial(t, readUser(session, "bob"), "AccessDenied")
		})
	}
}

func TestSAML(t *testing.T) {
	a := fakes.NewAccount(mainID)
	provider := a.AddSAMLProvider("Corp", a.Now().Add(24*time.Hour))
	role := a.AddRole("Staff", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"`+provider.ARN+`"},
		"Action":["sts:AssumeRoleWithSAML","sts:TagSession"],"Condition":{"StringEquals":{"saml:aud":"https://signin.aws.amazon.com/saml","aws:RequestTag/team":"blue"}}}}`)
	require.NoError(t, a.Err())
	right := fakes.SAMLAssertion{Role: role.ARN, Provider: provider.ARN, SessionName: "alice@example.org", Issuer: "https://idp.example.org", Subject: "a<l>ice",
		Expires: a.Now().Add(5 * time.Minute), Tags: map[string]string{"team": "blue"}}
	call := func(s fakes.SAMLAssertion) (*sts.AssumeRoleWithSAMLOutput, error) {
		return sts.NewFromConfig(a.Config()).AssumeRoleWithSAML(ctx, &sts.AssumeRoleWithSAMLInput{RoleArn: &role.ARN, PrincipalArn: &provider.ARN, SAMLAssertion: aws.String(s.Encode())})
	}
	out, err := call(right)
	require.NoError(t, err)
	assert.Equal(t, "arn:aws:sts::111122223333:assumed-role/Staff/alice@example.org", *out.AssumedRoleUser.Arn)
	assert.Equal(t, "a<l>ice", *out.Subject)
	assert.Equal(t, "persistent", *out.SubjectType)
	red := right
	red.Tags = map[string]string{"team": "red"}
	_, err = call(red)
	denial(t, err, "AccessDenied")
	late := right
	late.Expires = a.Now()
	_, err = call(late)
	denial(t, err, "ExpiredTokenException")
	other := right
	other.Role = "arn:aws:iam::111122223333:role/Other"
	_, err = call(other)
	denial(t, err, "InvalidIdentityToken")
	a.Advance(48 * time.Hour)
	right.Expires = a.Now().Add(time.Minute)
	_, err = call(right)
	denial(t, err, "InvalidIdentityToken") // the provider's metadata ended
}

func TestKeysOfUsers(t *testing.T) {
	a := fakes.NewAccount(mainID)
	alice := a.AddUser("alice", fakes.AccessKey(), fakes.InlinePolicy("p", allow("*", `["sts:GetAccessKeyInfo","iam:GetUser"]`)))
	cfg := a.ConfigAs(alice.ARN)
	out, err := sts.NewFromConfig(cfg).GetAccessKeyInfo(ctx, &sts.GetAccessKeyInfoInput{AccessKeyId: &alice.AccessKeyIDs[0]})
	require.NoError(t, err)
	assert.Equal(t, mainID, *out.Account)
	_, err = sts.NewFromConfig(cfg).DecodeAuthorizationMessage(ctx, &sts.DecodeAuthorizationMessageInput{EncodedMessage: aws.String("x")})
	assert.Contains(t, denial(t, err, "AccessDenied"), "sts:DecodeAuthorizationMessage on resource: *")
	_, err = sts.NewFromConfig(a.Config()).DecodeAuthorizationMessage(ctx, &sts.DecodeAuthorizationMessageInput{EncodedMessage: aws.String("x")})
	denial(t, err, "InvalidAuthorizationMessageException")
	me, err := iam.NewFromConfig(cfg).GetUser(ctx, nil)
	require.NoError(t, err, "without a name, the caller")
	assert.Equal(t, "alice", *me.User.UserName)
	_, err = iam.NewFromConfig(cfg).GetAccessKeyLastUsed(ctx, &iam.GetAccessKeyLastUsedInput{AccessKeyId: &alice.AccessKeyIDs[0]})
	assert.Contains(t, denial(t, err, "AccessDenied"), "on resource: user alice")
	_, err = iam.NewFromConfig(a.ConfigAs("arn:aws:iam::111122223333:root")).ListAccessKeys(ctx, &iam.ListAccessKeysInput{})
	assert.NoError(t, err, "the root user may do everything in its account")
	var none *iamtypes.NoSuchEntityException
	assert.ErrorAs(t, readUser(a.ConfigAs("arn:aws:iam::111122223333:root"), "nobody"), &none)
}
