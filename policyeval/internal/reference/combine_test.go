package reference_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/policyeval/internal/reference"
)

// caseRow is a whole case, written as members over the default request.
type caseRow struct {
	rule, why string
	request   string
	policies  string // members of the case besides the request
	want      string // decision, or "Undetermined: possible outcomes: keys"
	strict    string // strict decision where it differs
}

// Short names in caseRow texts.
func expand(text string) string {
	return strings.NewReplacer(
		"$USER", "arn:aws:iam::111122223333:user/team/alice",
		"$BOB", "arn:aws:iam::111122223333:user/bob",
		"$ROOT", "arn:aws:iam::111122223333:root",
		"$ROLE", "arn:aws:iam::111122223333:role/app/R",
		"$SESSION", "arn:aws:sts::111122223333:assumed-role/R/s1",
		"$OTHERSESSION", "arn:aws:sts::111122223333:assumed-role/R/s2",
		"$FED", "arn:aws:sts::111122223333:federated-user/alice",
		"$SAML", "arn:aws:iam::111122223333:saml-provider/Idp",
		"$SLR", "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX",
		"$KEY", "arn:aws:kms:eu-west-1:111122223333:key/1",
		"$ALLOW", `{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`,
		"$DENY", `{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}`,
		"$NOTHING", `{"Statement":{"Effect":"Allow","Action":"none:X","Resource":"*"}}`,
	).Replace(text)
}

// to is a resource policy that allows the principal; trust policies and key
// policies have the same form.
func to(principal string) string {
	return `"resource":{"Statement":{"Effect":"Allow","Principal":` + principal + `,"Action":"*"}}`
}

func deniedBy(element, principal string) string {
	return `"identity":[$ALLOW],"resource":{"Statement":{"Effect":"Deny","` + element + `":` + principal + `,"Action":"*","Resource":"*"}}`
}

func (r caseRow) run(t *testing.T) {
	request := string(merged(t, defaultRequest, expand(r.request)))
	policies := expand(r.policies)
	if policies != "" {
		policies = "," + policies
	}
	c := mustParse(t, `{"request":`+request+policies+`}`)
	got := reference.Evaluate(c, reference.Options{})
	answer := string(got.Decision)
	if got.Decision == reference.Undetermined {
		var possible []string
		for _, p := range got.Possible {
			possible = append(possible, string(p))
		}
		answer += ": " + strings.Join(possible, " ") + ": " + strings.Join(got.Keys, " ")
	}
	assert.Equal(t, r.want, answer, "%s: %v", r.why, got.Err)
	want := r.strict
	if want == "" {
		want = r.want
	}
	if !strings.HasPrefix(want, "Undetermined") && !c.Request.Open && !unknownKeys(c) {
		assert.Equal(t, want, string(reference.Strict(c, reference.Options{}).Decision), "strict")
	}
}

// unknownKeys reports whether context keys, not only facts, are unknown; strict
// evaluation has no answer then.
func unknownKeys(c reference.Case) bool {
	for _, name := range c.Request.Unknown {
		if !strings.HasPrefix(name, "resource:") && !strings.HasPrefix(name, "principal:") {
			return true
		}
	}
	return false
}

func runCases(t *testing.T, rows []caseRow) {
	for _, r := range rows {
		t.Run(r.rule+" "+r.why, r.run)
	}
}

const (
	allowed  = "Allowed"
	implicit = "ImplicitDeny"
	explicit = "ExplicitDeny"
	refused  = "Invalid"
	asFed    = `"principal":"$FED"`
	asRole   = `"principal":"$SESSION","role":"$ROLE"`
	foreign  = `"resourceAccount":"999988887777"`
	assume   = `"action":"sts:AssumeRole","resource":"arn:aws:iam::111122223333:role/T"`
	useKey   = `"action":"kms:Decrypt","resource":"$KEY"`
)

func TestDocuments(t *testing.T) {
	runCases(t, []caseRow{
		{rule: "D1", why: "not an object", policies: `"identity":[[]]`, want: refused},
		{rule: "D3", why: "unknown top-level name", policies: `"identity":[{"statement":[]}]`, want: refused},
		{rule: "D5", why: "no Statement", policies: `"identity":[{}]`, want: refused},
		{rule: "D5", why: "empty list", policies: `"identity":[{"Statement":[]}]`, want: implicit},
		{rule: "D6", why: "case of Effect", policies: `"identity":[{"Statement":{"Effect":"allow","Action":"*","Resource":"*"}}]`, want: refused},
		{rule: "D10", why: "SCP without Resource", policies: `"scps":[[{"Statement":{"Effect":"Allow","Action":"*"}}]]`, want: refused},
		{rule: "D11", why: "resource document without Principal", policies: `"resource":{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}`, want: refused},
		{rule: "D12", why: "Resource in a trust policy", request: assume, policies: `"resource":{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}`, want: refused},
		{rule: "D13", why: "SCP with NotResource and Condition", policies: `"identity":[$ALLOW],"scps":[[{"Statement":{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::x","Condition":{"Null":{"a":true}}}}]]`, want: allowed},
		{rule: "D15", why: "empty Principal", policies: `"identity":[$ALLOW],"resource":{"Statement":{"Effect":"Deny","Principal":{"AWS":[]},"Action":"*","Resource":"*"}}`, want: allowed},
		{rule: "D15", why: "empty list as Principal", policies: `"identity":[$ALLOW],"resource":{"Statement":{"Effect":"Deny","Principal":[],"Action":"*","Resource":"*"}}`, want: allowed},
		{rule: "S3a", why: "another service", request: `"resource":"arn:aws:sqs:::q",` + foreign, policies: `"identity":[$ALLOW],"settings":{"s3RestrictPublicBuckets":true},` + to(`"*"`), want: allowed},
		{rule: "D15", why: "empty NotPrincipal", policies: deniedBy("NotPrincipal", `{"AWS":[]}`), want: refused},
	})
}

func TestPrincipals(t *testing.T) {
	runCases(t, []caseRow{
		{rule: "P1", why: "star reaches anonymous", request: `"principal":"anonymous"`, policies: to(`{"AWS":["*"]}`), want: allowed},
		{rule: "P2", why: "bare ARN", policies: to(`"$USER"`), want: refused},
		{rule: "P3", why: "unknown kind", policies: to(`{"Aws":"*"}`), want: refused},
		{rule: "P4", why: "account needs identity", policies: to(`{"AWS":"111122223333"}`), want: implicit},
		{rule: "P4", why: "Deny on the account", policies: deniedBy("Principal", `{"AWS":"$ROOT"}`), want: explicit},
		{rule: "P5", why: "wildcard inside", policies: to(`{"AWS":"arn:aws:iam::111122223333:user/*"}`), want: refused},
		{rule: "P6", why: "id of the user", request: `"uniqueId":"AIDAX"`, policies: to(`{"AWS":"AIDAX"}`), want: allowed},
		{rule: "P6", why: "id from aws:userid", request: asRole + `,"context":{"aws:userid":"AROAX:s1"}`, policies: to(`{"AWS":"AROAX"}`), want: allowed},
		{rule: "P6", why: "id not given", policies: to(`{"AWS":"AIDAX"}`), want: "Undetermined: Allowed ImplicitDeny: principal:uniqueid", strict: implicit},
		{rule: "P6", why: "kind impossible", policies: to(`{"AWS":"AROAX"}`), want: implicit},
		{rule: "P6", why: "other prefix", policies: to(`{"AWS":"AGPAX"}`), want: refused},
		{rule: "P7", why: "role reaches the session", request: asRole, policies: to(`{"AWS":"$ROLE"}`), want: allowed},
		{rule: "P7", why: "path differs", request: asRole, policies: to(`{"AWS":"arn:aws:iam::111122223333:role/R"}`), want: implicit},
		{rule: "P7", why: "path not known", request: `"principal":"$SESSION"`, policies: to(`{"AWS":"arn:aws:iam::111122223333:role/any/R"}`), want: allowed},
		{rule: "P8", why: "other session", request: asRole, policies: deniedBy("Principal", `{"AWS":"$OTHERSESSION"}`), want: allowed},
		{rule: "P8", why: "session name unknown", request: `"principal":"$ROLE"`, policies: deniedBy("Principal", `{"AWS":"$SESSION"}`), want: "Undetermined: Allowed ExplicitDeny: principal:sessionname", strict: explicit},
		{rule: "P9", why: "issuer named", request: asFed + `,"issuer":"$USER"`, policies: `"session":[$ALLOW],` + to(`{"AWS":"$USER"}`), want: allowed},
		{rule: "P9", why: "issuer unknown", request: asFed, policies: `"identity":[$NOTHING],"session":[$ALLOW],` + to(`{"AWS":"$USER"}`), want: "Undetermined: Allowed ImplicitDeny: principal:issuer", strict: implicit},
		{rule: "P10", why: "Federated in a bucket policy", policies: to(`{"Federated":"$SAML"}`), want: refused},
		{rule: "P10", why: "AWS star and a provider, Allow", request: assume + `,"principal":"$SAML"`, policies: to(`{"AWS":"*"}`), want: implicit},
		{rule: "P10", why: "AWS star and a provider, Deny", request: assume + `,"principal":"$SAML"`, policies: `"resource":{"Statement":{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"*"}}`, want: explicit},
		{rule: "P11", why: "exact service", request: `"principal":"service:ec2.amazonaws.com"`, policies: to(`{"Service":"ec2.amazonaws.com"}`), want: allowed},
		{rule: "P11", why: "another service", request: `"principal":"service:ec2.amazonaws.com"`, policies: to(`{"Service":"ecs.amazonaws.com","AWS":"111122223333"}`), want: implicit},
		{rule: "P12", why: "canonical id", request: `"canonicalUser":"79a5"`, policies: `"identity":[$ALLOW],` + to(`{"CanonicalUser":"79a5"}`) + `,"scps":[[$ALLOW]]`, want: allowed},
		{rule: "P12", why: "canonical id unknown", request: useKey, policies: `"identity":[$ALLOW],` + to(`{"CanonicalUser":"79a5"}`), want: "Undetermined: Allowed ImplicitDeny: principal:canonicaluser", strict: implicit},
		{rule: "P13", why: "group", policies: to(`{"AWS":"arn:aws:iam::111122223333:group/g"}`), want: refused},
		{rule: "P13", why: "other partition", policies: `"identity":[$ALLOW],"resource":{"Statement":{"Effect":"Deny","Principal":{"AWS":"arn:aws-cn:iam::111122223333:root"},"Action":"*"}}`, want: allowed},
		{rule: "P15", why: "reaches anonymous", request: `"principal":"anonymous"`, policies: `"resource":{"Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"$USER"},"Action":"*"}}`, want: allowed},
		{rule: "P15", why: "unknown match", policies: `"resource":{"Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"AIDAX"},"Action":"*"}}`, want: "Undetermined: Allowed ImplicitDeny: principal:uniqueid", strict: implicit},
		{rule: "P16", why: "anonymous never escapes", request: `"principal":"anonymous"`, policies: deniedBy("NotPrincipal", `{"AWS":"111122223333"}`)[len(`"identity":[$ALLOW],`):], want: explicit},
		{rule: "P16", why: "star", policies: deniedBy("NotPrincipal", `"*"`), want: allowed},
	})
}

// TestDenyNotPrincipal is the table of P14 over subsets of the list.
func TestDenyNotPrincipal(t *testing.T) {
	values := []string{"111122223333", "$ROLE", "$SESSION", "$OTHERSESSION", "$USER", "$BOB"}
	callers := map[string]string{"user": `"principal":"$USER"`, "session": asRole, "root": `"principal":"$ROOT"`}
	for name, request := range callers {
		for set := 1; set < 1<<len(values); set++ {
			in := func(i int) bool { return set&(1<<i) != 0 }
			var listed []string
			for i, v := range values {
				if in(i) {
					listed = append(listed, `"`+v+`"`)
				}
			}
			names := set>>1 != 0
			escapes := in(0)
			switch name {
			case "user":
				escapes = in(0) && (!names || in(4))
			case "session":
				escapes = in(0) && (!names || in(1)) && (!(in(2) || in(3)) || in(2))
			}
			want := explicit
			if escapes {
				want = allowed
			}
			policies := deniedBy("NotPrincipal", `{"AWS":[`+strings.Join(listed, ",")+`]}`)
			if name == "root" {
				policies = strings.TrimPrefix(policies, `"identity":[$ALLOW],`)
			}
			caseRow{rule: "P14", why: name, request: request, policies: policies, want: want}.run(t)
		}
	}
}

func TestOneAccount(t *testing.T) {
	runCases(t, []caseRow{
		{rule: "S1", why: "nothing", want: implicit},
		{rule: "S1", why: "identity", policies: `"identity":[$ALLOW]`, want: allowed},
		{rule: "S2", why: "identity Deny against the session's ARN", request: asRole, policies: `"identity":[$DENY],` + to(`{"AWS":"$SESSION"}`), want: explicit},
		{rule: "S3", why: "policies are ORed", policies: `"identity":[$NOTHING,$ALLOW]`, want: allowed},
		{rule: "S6", why: "contradiction", request: `"resource":"arn:aws:sqs:eu-west-1:999988887777:q"`, want: refused},
		{rule: "S6", why: "owner unknown", request: `"resourceAccount":""`, policies: `"identity":[$ALLOW]`, want: "Undetermined: Allowed ImplicitDeny: resource:account", strict: implicit},
		{rule: "S6", why: "owner unknown, both agree", request: `"resourceAccount":""`, policies: `"identity":[$ALLOW],` + to(`"*"`), want: allowed},
		{rule: "S6", why: "star is the principal's own", request: `"resourceAccount":"","resource":"*"`, policies: `"identity":[$ALLOW]`, want: allowed},
		{rule: "S7", why: "policy of another resource", policies: `"resource":{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"arn:aws:s3:::c/*"}}`, want: implicit},
		{rule: "X1", why: "identity alone", request: foreign, policies: `"identity":[$ALLOW]`, want: implicit},
		{rule: "X1", why: "resource alone", request: foreign, policies: to(`"*"`), want: implicit},
		{rule: "X1", why: "both", request: foreign, policies: `"identity":[$ALLOW],` + to(`{"AWS":"111122223333"}`), want: allowed},
		{rule: "X2", why: "session named, session policy silent", request: asRole + "," + foreign, policies: `"identity":[$ALLOW],"session":[$NOTHING],` + to(`{"AWS":"$SESSION"}`), want: implicit},
		{rule: "X4", why: "partitions", request: `"resource":"arn:aws-cn:s3:::b/k"`, policies: `"identity":[$ALLOW],` + to(`"*"`), want: implicit},
		{rule: "X5", why: "root abroad", request: `"principal":"$ROOT",` + foreign, policies: to(`{"AWS":"111122223333"}`), want: allowed},
		{rule: "X5", why: "root abroad, not named", request: `"principal":"$ROOT",` + foreign, want: implicit},
	})
}

func TestBoundariesAndSessions(t *testing.T) {
	silent := `"identity":[$ALLOW],"boundary":[$NOTHING],`
	runCases(t, []caseRow{
		{rule: "B1", why: "boundary silent", policies: silent + `"session":[]`, want: implicit},
		{rule: "B1", why: "boundary denies", request: asRole, policies: `"boundary":[$DENY],` + to(`{"AWS":"$SESSION"}`), want: explicit},
		{rule: "B1", why: "never grants", policies: `"boundary":[$ALLOW]`, want: implicit},
		{rule: "B2", why: "role", request: asRole, policies: silent + to(`{"AWS":"$ROLE"}`), want: implicit},
		{rule: "B3", why: "session", request: asRole, policies: silent + to(`{"AWS":"$SESSION"}`), want: allowed},
		{rule: "B3", why: "user", policies: silent + to(`{"AWS":"$USER"}`), want: allowed},
		{rule: "B3", why: "federated user", request: asFed, policies: silent + to(`{"AWS":"$FED"}`), want: allowed},
		{rule: "B3", why: "star", policies: silent + to(`"*"`), want: allowed},
		{rule: "B4", why: "account", policies: silent + to(`{"AWS":"111122223333"}`), want: implicit},
		{rule: "B4", why: "issuer", request: asFed + `,"issuer":"$USER"`, policies: silent + `"session":[$ALLOW],` + to(`{"AWS":"$USER"}`), want: implicit},
		{rule: "B5", why: "NotPrincipal", policies: silent + `"resource":{"Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"$BOB"},"Action":"*"}}`, want: implicit},
		{rule: "B6", why: "everything listed", policies: `"boundary":[$ALLOW],` + deniedBy("NotPrincipal", `{"AWS":["111122223333","$USER"]}`), want: explicit},
		{rule: "B7", why: "two", policies: `"boundary":[$ALLOW,$ALLOW]`, want: refused},
		{rule: "B7", why: "root", request: `"principal":"$ROOT"`, policies: `"boundary":[$ALLOW]`, want: refused},
		{rule: "B7", why: "service-linked role", request: `"principal":"$SLR"`, policies: `"boundary":[$ALLOW]`, want: refused},
		{rule: "B8", why: "session silent", request: asRole, policies: `"identity":[$ALLOW],"session":[$NOTHING]`, want: implicit},
		{rule: "B8", why: "session denies", request: asRole, policies: `"identity":[$ALLOW],"session":[$ALLOW,$DENY]`, want: explicit},
		{rule: "B9", why: "role named", request: asRole, policies: `"session":[$ALLOW],` + to(`{"AWS":"$ROLE"}`), want: allowed},
		{rule: "B10", why: "session named", request: asRole, policies: `"session":[$NOTHING],` + to(`{"AWS":"$SESSION"}`), want: allowed},
		{rule: "B11", why: "user", policies: `"session":[$ALLOW]`, want: refused},
		{rule: "B12", why: "no session policy", request: asFed + `,"issuer":"$USER"`, policies: `"identity":[$ALLOW]`, want: implicit},
		{rule: "B12", why: "with one", request: asFed + `,"issuer":"$USER"`, policies: `"identity":[$ALLOW],"session":[$ALLOW]`, want: allowed},
		{rule: "B12", why: "root's session", request: asFed + `,"issuer":"$ROOT"`, policies: `"session":[$ALLOW]`, want: allowed},
		{rule: "B12", why: "root's session without a session policy", request: asFed + `,"issuer":"$ROOT"`, want: implicit},
		{rule: "B13", why: "variable in a boundary", policies: `"identity":[$ALLOW],"boundary":[{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/${aws:username}"}}]`, request: `"resource":"arn:aws:s3:::b/alice"`, want: allowed},
	})
}

func TestFilters(t *testing.T) {
	rcp := func(effect string) string {
		return `"identity":[$ALLOW],"rcps":[[{"Statement":{"Effect":"` + effect + `","Principal":"*","Action":"*","Resource":"*"}}]]`
	}
	endpoint := func(effect, principal string) string {
		return `{"Statement":{"Effect":"` + effect + `","Principal":` + principal + `,"Action":"*","Resource":"*"}}`
	}
	runCases(t, []caseRow{
		{rule: "G1", why: "every level", policies: `"identity":[$ALLOW],"scps":[[$ALLOW],[$NOTHING]]`, want: implicit},
		{rule: "G1", why: "empty level", policies: `"identity":[$ALLOW],"scps":[[]]`, want: implicit},
		{rule: "G1", why: "deny at one level", policies: `"identity":[$ALLOW],"scps":[[$ALLOW,$DENY],[$ALLOW]]`, want: explicit},
		{rule: "G1", why: "never grants", policies: `"scps":[[$ALLOW]]`, want: implicit},
		{rule: "G4", why: "root", request: `"principal":"$ROOT"`, policies: `"scps":[[$NOTHING]]`, want: implicit},
		{rule: "G5", why: "services", request: `"principal":"service:ec2.amazonaws.com"`, policies: `"scps":[[$DENY]],` + to(`"*"`), want: allowed},
		{rule: "G6", why: "Allow has no effect", policies: rcp("Allow"), want: allowed},
		{rule: "G6", why: "Deny", policies: rcp("Deny"), want: explicit},
		{rule: "G7", why: "a principal", policies: `"rcps":[[{"Statement":{"Effect":"Deny","Principal":{"AWS":"$USER"},"Action":"*","Resource":"*"}}]]`, want: refused},
		{rule: "G7", why: "another spelling of *", policies: `"identity":[$ALLOW],"rcps":[[{"Statement":{"Effect":"Deny","Principal":{"AWS":["*"]},"Action":"*","Resource":"*"}}]]`, want: explicit},
		{rule: "G8", why: "anonymous", request: `"principal":"anonymous"`, policies: strings.TrimPrefix(rcp("Deny"), `"identity":[$ALLOW],`) + "," + to(`"*"`), want: explicit},
		{rule: "N3", why: "service-linked role", request: `"principal":"$SLR"`, policies: rcp("Deny") + `,"scps":[[$DENY]]`, want: allowed},
		{rule: "N3", why: "a name is no proof", request: `"principal":"arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForX/s"`, policies: rcp("Deny"), want: explicit},
		{rule: "EP1", why: "silent", policies: `"identity":[$ALLOW],"endpoint":[` + endpoint("Allow", `{"AWS":"$BOB"}`) + `]`, want: implicit},
		{rule: "EP1", why: "denies", policies: `"identity":[$ALLOW],"endpoint":[` + endpoint("Deny", `"*"`) + `]`, want: explicit},
		{rule: "EP2", why: "any grade", policies: `"identity":[$ALLOW],"endpoint":[` + endpoint("Allow", `{"AWS":"111122223333"}`) + `]`, want: allowed},
		{rule: "EP3", why: "each must allow", policies: `"identity":[$ALLOW],"endpoint":[` + endpoint("Allow", `"*"`) + `,` + endpoint("Allow", `{"AWS":"$BOB"}`) + `]`, want: implicit},
		{rule: "EP4", why: "services", request: `"principal":"service:ec2.amazonaws.com"`, policies: `"endpoint":[` + endpoint("Allow", `{"AWS":"$BOB"}`) + `],` + to(`"*"`), want: implicit},
	})
}

func TestSpecialServices(t *testing.T) {
	bucket := func(condition string) string {
		return `"identity":[$ALLOW],"settings":{"s3RestrictPublicBuckets":true},"resource":{"Statement":{"Effect":"Allow","Principal":"*","Action":"*"` + condition + `}}`
	}
	runCases(t, []caseRow{
		{rule: "STS1", why: "account named", request: assume, policies: `"identity":[$ALLOW],` + to(`{"AWS":"111122223333"}`), want: allowed},
		{rule: "STS1", why: "account named, no identity", request: assume, policies: to(`{"AWS":"111122223333"}`), want: implicit},
		{rule: "STS1", why: "user named", request: assume, policies: to(`{"AWS":"$USER"}`), want: allowed},
		{rule: "STS2", why: "no trust policy", request: assume, policies: `"identity":[$ALLOW]`, want: implicit},
		{rule: "STS3", why: "boundary silent", request: assume, policies: `"boundary":[$NOTHING],` + to(`{"AWS":"$USER"}`), want: allowed},
		{rule: "STS4", why: "provider", request: assume + `,"action":"sts:AssumeRoleWithSAML","principal":"$SAML"`, policies: to(`{"Federated":"$SAML"}`), want: allowed},
		{rule: "STS5", why: "star", request: assume, policies: to(`"*"`), want: allowed},
		{rule: "STS5", why: "root", request: assume + `,"principal":"$ROOT"`, policies: to(`"*"`), want: implicit},
		{rule: "STS7", why: "identity Deny", request: `"action":"sts:GetCallerIdentity","resource":"*","resourceAccount":""`, policies: `"identity":[$DENY]`, want: allowed},
		{rule: "STS7", why: "SCP", request: `"action":"sts:GetCallerIdentity","resource":"*"`, policies: `"scps":[[$NOTHING]]`, want: implicit},
		{rule: "KMS1", why: "identity alone", request: useKey, policies: `"identity":[$ALLOW]`, want: implicit},
		{rule: "KMS1", why: "account named", request: useKey, policies: `"identity":[$ALLOW],` + to(`{"AWS":"$ROOT"}`), want: allowed},
		{rule: "KMS1", why: "root", request: useKey + `,"principal":"$ROOT"`, want: implicit},
		{rule: "KMS1", why: "alias", request: `"action":"kms:UpdateAlias","resource":"arn:aws:kms:eu-west-1:111122223333:alias/a"`, policies: `"identity":[$ALLOW]`, want: allowed},
		{rule: "KMS1", why: "policy unknown", request: useKey + `,"unknown":["resource:Policy"]`, policies: `"identity":[$ALLOW]`, want: "Undetermined: Allowed ExplicitDeny ImplicitDeny: resource:policy", strict: explicit},
		{rule: "IAM1", why: "managed policy", request: `"action":"iam:CreatePolicyVersion","resource":"arn:aws:iam::aws:policy/A","resourceAccount":""`, policies: `"identity":[$ALLOW]`, want: implicit},
		{rule: "IAM1", why: "managed policy, Deny", request: `"action":"iam:CreatePolicyVersion","resource":"arn:aws:iam::aws:policy/A","resourceAccount":""`, policies: `"identity":[$DENY]`, want: explicit},
		{rule: "IAM1", why: "reading", request: `"action":"iam:GetPolicy","resource":"arn:aws:iam::aws:policy/A","resourceAccount":""`, policies: `"identity":[$ALLOW]`, want: allowed},
		{rule: "IAM1", why: "reserved role", request: `"action":"iam:DeleteRole","resource":"arn:aws:iam::111122223333:role/aws-reserved/x/R"`, policies: `"identity":[$ALLOW]`, want: implicit},
		{rule: "IAM1", why: "alias", request: `"action":"kms:DeleteAlias","resource":"arn:aws:kms:eu-west-1:111122223333:alias/aws/s3"`, policies: `"identity":[$ALLOW]`, want: implicit},
		{rule: "S3a", why: "cross account", request: foreign, policies: bucket(""), want: implicit},
		{rule: "S3a", why: "same account", policies: bucket(""), want: allowed},
		{rule: "S3a", why: "limited", request: foreign + `,"context":{"aws:SourceVpc":"vpc-1"}`, policies: bucket(`,"Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}}`), want: allowed},
		{rule: "S3a", why: "not fixed", request: foreign + `,"context":{"aws:SourceVpc":"vpc-1"}`, policies: bucket(`,"Condition":{"StringLike":{"aws:SourceVpc":"vpc-*"}}`), want: implicit},
		{rule: "N1", why: "root", request: `"principal":"$ROOT"`, want: allowed},
		{rule: "N1", why: "root with identity policies", request: `"principal":"$ROOT"`, policies: `"identity":[$ALLOW]`, want: refused},
		{rule: "N2", why: "service abroad", request: `"principal":"service:ec2.amazonaws.com",` + foreign, policies: to(`{"Service":"ec2.amazonaws.com"}`), want: allowed},
		{rule: "N4", why: "anonymous and an account", request: `"principal":"anonymous"`, policies: to(`{"AWS":"111122223333"}`), want: implicit},
		{rule: "N4", why: "anonymous with identity", request: `"principal":"anonymous"`, policies: `"identity":[$ALLOW]`, want: refused},
		{rule: "N5", why: "entity grade", request: `"principal":"$ROLE"`, policies: to(`{"AWS":"$ROLE"}`), want: allowed},
		{rule: "U7", why: "session named", request: `"principal":"$ROLE"`, policies: to(`{"AWS":"$SESSION"}`), want: "Undetermined: Allowed ImplicitDeny: principal:sessionname", strict: implicit},
	})
}

func TestKnownKeys(t *testing.T) {
	equals := func(key, value string) string {
		return `"identity":[{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"` + key + `":"` + value + `"}}}}]`
	}
	runCases(t, []caseRow{
		{rule: "18", why: "PrincipalArn of a session", request: asRole, policies: equals("aws:PrincipalArn", "$ROLE"), want: allowed},
		{rule: "K2", why: "path unknown", request: `"principal":"$SESSION"`, policies: equals("aws:PrincipalArn", "arn:aws:iam::111122223333:role/R"), want: allowed},
		{rule: "18", why: "userid of a session", request: asRole + `,"uniqueId":"AROAX"`, policies: equals("aws:userid", "AROAX:s1"), want: allowed},
		{rule: "18", why: "username", policies: equals("aws:username", "alice"), want: allowed},
		{rule: "18", why: "contradiction", request: `"context":{"aws:username":"bob"}`, want: refused},
		{rule: "18", why: "derived is never unknown", request: `"open":true`, policies: equals("aws:PrincipalType", "Account"), want: implicit},
		{rule: "K3", why: "owner", policies: equals("aws:ResourceAccount", "111122223333"), want: allowed},
		{rule: "K3", why: "tag keys", request: `"requestTags":{"a":"1","b":"2"}`, policies: equals("aws:TagKeys", "b"), want: allowed},
		{rule: "K3", why: "called via", request: `"context":{"aws:CalledVia":["a","b"]}`, policies: equals("aws:CalledViaLast", "b"), want: allowed},
		{rule: "K3", why: "principal tags", request: `"principalTags":{"team":"x"}`, policies: equals("aws:PrincipalTag/team", "x"), want: allowed},
		{rule: "K4", why: "open", request: `"open":true`, policies: equals("aws:RequestedRegion", "x"), want: "Undetermined: Allowed ImplicitDeny: aws:requestedregion"},
		{rule: "U1", why: "a value is never unknown", request: `"context":{"a":"x"},"unknown":["a"]`, policies: equals("a", "y"), want: implicit},
		{rule: "U3", why: "a variable in the value counts too", request: `"unknown":["a","v:v","w:w"]`, policies: `"identity":[{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"a":["${v:v}","${w:w}${gone:gone}"]}}}}]`, want: "Undetermined: Allowed ImplicitDeny: a v:v"},
		{rule: "17.2", why: "a known value decides", request: `"unknown":["v:v"],"context":{"a":"x"}`, policies: `"identity":[{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"a":["${v:v}","x"]}}}}]`, want: allowed},
		{rule: "17.2", why: "text around a variable excludes", request: `"unknown":["v:v"]`, policies: `"identity":[{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::c/${v:v}"}}]`, want: implicit},
		{rule: "17.2", why: "a variable is never empty", request: `"unknown":["v:v"]`, policies: `"identity":[{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/k${v:v}"}}]`, want: implicit},
		{rule: "R13", why: "per completion", request: `"unknown":["v:v"]`, policies: `"identity":[{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::c/${v:v}"}}]`, want: "Undetermined: Allowed ImplicitDeny: v:v"},
		{rule: "R13", why: "per completion, Deny", request: `"unknown":["v:v"]`, policies: `"identity":[$ALLOW,{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","NotResource":"arn:aws:s3:::c/${v:v}"}}]`, want: explicit},
		{rule: "U3", why: "keys below maybe nodes only", request: `"unknown":["a","b"]`, policies: `"identity":[$ALLOW,{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"a":"x"}}},{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"b":"x","c":"y"}}}]}]`, want: allowed},
	})
}

func TestLenient(t *testing.T) {
	load := func(statement string) reference.Decision {
		c := mustParse(t, expand(`{"request":{"principal":"$USER","action":"s3:GetObject","resource":"arn:aws:s3:::b/k","resourceAccount":"111122223333"},"identity":[$ALLOW,{"Statement":`+statement+`}]}`))
		assert.Equal(t, reference.Invalid, reference.Evaluate(c, reference.Options{}).Decision)
		return reference.Evaluate(c, reference.Options{Lenient: true}).Decision
	}
	assert.Equal(t, reference.ExplicitDeny, load(`{"Effect":"Deny","Action":"s3:*","Resource":"nonsense"}`), "faulty element of a Deny is satisfied")
	assert.Equal(t, reference.Allowed, load(`{"Effect":"Deny","Action":"ec2:*","Resource":"nonsense"}`), "other elements still filter")
	assert.Equal(t, reference.Allowed, load(`{"Effect":"Allow","Action":"s3","Resource":"*"}`), "faulty Allow does nothing")
	assert.Equal(t, reference.ExplicitDeny, load(`{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Foo":{"a":"b"}}}`), "C11")
	assert.Equal(t, reference.ExplicitDeny, load(`{"Effect":"Deny","Action":"*","Resource":"*","condition":{}}`), "D3")
}
