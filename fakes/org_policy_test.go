package fakes_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/policyeval"
)

const (
	denyLeave = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}]}`
	allowS3   = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`
	denyHTTP  = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`
)

// attached returns the names of the policies of one type on a target.
func attached(t *testing.T, c *organizations.Client, target string, kind orgtypes.PolicyType) []string {
	t.Helper()
	var names []string
	p := organizations.NewListPoliciesForTargetPaginator(c, &organizations.ListPoliciesForTargetInput{TargetId: aws.String(target), Filter: kind})
	for p.HasMorePages() {
		out, err := p.NextPage(context.Background())
		require.NoError(t, err)
		for _, s := range out.Policies {
			names = append(names, *s.Name)
		}
	}
	return names
}

func create(c *organizations.Client, kind orgtypes.PolicyType, name, content string) (string, error) {
	out, err := c.CreatePolicy(context.Background(), &organizations.CreatePolicyInput{
		Type: kind, Name: aws.String(name), Description: aws.String("d"), Content: aws.String(content),
	})
	if err != nil {
		return "", err
	}
	return *out.Policy.PolicySummary.Id, nil
}

func attachTo(c *organizations.Client, id, target string) error {
	_, err := c.AttachPolicy(context.Background(), &organizations.AttachPolicyInput{PolicyId: aws.String(id), TargetId: aws.String(target)})
	return err
}

func TestFullAWSAccessIsAttachedByDefault(t *testing.T) {
	ctx := context.Background()
	org, prod, web := company()
	client := orgClient(org.Management())
	targets := []string{org.RootID(), prod.ID(), web.ID(), shop, "999999999999"}
	for _, target := range targets {
		assert.Equal(t, []string{"FullAWSAccess"}, attached(t, client, target, orgtypes.PolicyTypeServiceControlPolicy))
		assert.Empty(t, attached(t, client, target, orgtypes.PolicyTypeResourceControlPolicy), "RCPs are not enabled")
	}
	_, err := client.EnablePolicyType(ctx, &organizations.EnablePolicyTypeInput{RootId: aws.String(org.RootID()), PolicyType: orgtypes.PolicyTypeResourceControlPolicy})
	require.NoError(t, err)
	org.Account("444455556666") // joins later
	for _, target := range append(targets, "444455556666") {
		assert.Equal(t, []string{"RCPFullAWSAccess"}, attached(t, client, target, orgtypes.PolicyTypeResourceControlPolicy))
	}
	out, err := client.ListTargetsForPolicy(ctx, &organizations.ListTargetsForPolicyInput{PolicyId: aws.String("p-FullAWSAccess")})
	require.NoError(t, err)
	assert.Len(t, out.Targets, 8, "root, two units, five accounts")
	assert.Equal(t, orgtypes.TargetTypeRoot, out.Targets[0].Type)

	described, err := client.DescribePolicy(ctx, &organizations.DescribePolicyInput{PolicyId: aws.String("p-FullAWSAccess")})
	require.NoError(t, err)
	assert.True(t, described.Policy.PolicySummary.AwsManaged)
	assert.Equal(t, "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess", *described.Policy.PolicySummary.Arn)

	_, err = client.DetachPolicy(ctx, &organizations.DetachPolicyInput{PolicyId: aws.String("p-RCPFullAWSAccess"), TargetId: aws.String(shop)})
	var invalid *orgtypes.InvalidInputException
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, orgtypes.InvalidInputExceptionReasonNonDetachablePolicy, invalid.Reason)
}

func TestDescribePolicyContentIsPlainJSON(t *testing.T) {
	org, prod, _ := company()
	id := prod.AttachSCP("NoLeaving", denyLeave)
	require.NoError(t, org.Err())
	out, err := orgClient(org.Management()).DescribePolicy(context.Background(), &organizations.DescribePolicyInput{PolicyId: aws.String(id)})
	require.NoError(t, err)
	assert.Equal(t, denyLeave, *out.Policy.Content, "not percent-encoded")
	assert.Regexp(t, `^p-[a-z0-9]{8}$`, id)
	assert.Equal(t, "arn:aws:organizations::999999999999:policy/"+org.ID()+"/service_control_policy/"+id, *out.Policy.PolicySummary.Arn)
}

func TestPolicyLifecycle(t *testing.T) {
	ctx := context.Background()
	org, prod, _ := company()
	client := orgClient(org.Management())
	scp := orgtypes.PolicyTypeServiceControlPolicy

	id, err := create(client, scp, "S3Only", allowS3)
	require.NoError(t, err)
	_, err = create(client, scp, "S3Only", denyLeave)
	requireCode(t, err, "DuplicatePolicyException")
	for name, content := range map[string]string{"no JSON": "{", "an RCP": denyHTTP, "lower case": strings.ToLower(allowS3)} {
		_, err = create(client, scp, name, content)
		requireCode(t, err, "MalformedPolicyDocumentException")
	}
	_, err = create(client, scp, "Long", allowS3+strings.Repeat(" ", 5120))
	var violation *orgtypes.ConstraintViolationException
	require.ErrorAs(t, err, &violation)
	assert.Equal(t, orgtypes.ConstraintViolationExceptionReasonPolicyContentLimitExceeded, violation.Reason)

	require.NoError(t, attachTo(client, id, prod.ID()))
	requireCode(t, attachTo(client, id, prod.ID()), "DuplicatePolicyAttachmentException")
	requireCode(t, attachTo(client, id, "123456789012"), "TargetNotFoundException")
	requireCode(t, attachTo(client, "p-nothing1", prod.ID()), "PolicyNotFoundException")
	_, err = client.DeletePolicy(ctx, &organizations.DeletePolicyInput{PolicyId: aws.String(id)})
	requireCode(t, err, "PolicyInUseException")

	updated, err := client.UpdatePolicy(ctx, &organizations.UpdatePolicyInput{PolicyId: aws.String(id), Name: aws.String("Leaving"), Content: aws.String(denyLeave)})
	require.NoError(t, err)
	assert.Equal(t, denyLeave, *updated.Policy.Content)
	assert.Equal(t, "d", *updated.Policy.PolicySummary.Description, "what is not given stays")
	assert.Equal(t, []string{"FullAWSAccess", "Leaving"}, attached(t, client, prod.ID(), scp))

	for _, call := range []func() error{
		func() error {
			_, err := client.UpdatePolicy(ctx, &organizations.UpdatePolicyInput{PolicyId: aws.String("p-FullAWSAccess"), Content: aws.String(denyLeave)})
			return err
		},
		func() error {
			_, err := client.DeletePolicy(ctx, &organizations.DeletePolicyInput{PolicyId: aws.String("p-FullAWSAccess")})
			return err
		},
	} {
		var invalid *orgtypes.InvalidInputException
		require.ErrorAs(t, call(), &invalid)
		assert.Equal(t, orgtypes.InvalidInputExceptionReasonImmutablePolicy, invalid.Reason)
	}

	detach := func(policy string) error {
		_, err := client.DetachPolicy(ctx, &organizations.DetachPolicyInput{PolicyId: aws.String(policy), TargetId: aws.String(prod.ID())})
		return err
	}
	require.NoError(t, detach("p-FullAWSAccess"), "another policy is left")
	require.ErrorAs(t, detach(id), &violation)
	assert.Equal(t, orgtypes.ConstraintViolationExceptionReasonMinPolicyTypeAttachmentLimitExceeded, violation.Reason, "the last SCP stays")
	require.NoError(t, attachTo(client, "p-FullAWSAccess", prod.ID()))
	require.NoError(t, detach(id))
	requireCode(t, detach(id), "PolicyNotAttachedException")
	_, err = client.DeletePolicy(ctx, &organizations.DeletePolicyInput{PolicyId: aws.String(id)})
	require.NoError(t, err)
	list, err := client.ListPolicies(ctx, &organizations.ListPoliciesInput{Filter: scp})
	require.NoError(t, err)
	require.Len(t, list.Policies, 1)
	assert.Equal(t, "FullAWSAccess", *list.Policies[0].Name)
}

func TestFiveSCPsPerTarget(t *testing.T) {
	org, prod, _ := company()
	client := orgClient(org.Management())
	for i := range 5 {
		id, err := create(client, orgtypes.PolicyTypeServiceControlPolicy, fmt.Sprint("P", i), denyLeave)
		require.NoError(t, err)
		err = attachTo(client, id, prod.ID())
		if i < 4 { // FullAWSAccess is the first
			require.NoError(t, err)
			continue
		}
		var violation *orgtypes.ConstraintViolationException
		require.ErrorAs(t, err, &violation)
		assert.Equal(t, orgtypes.ConstraintViolationExceptionReasonMaxPolicyTypeAttachmentLimitExceeded, violation.Reason)
	}
}

func TestPolicyTypeNotEnabled(t *testing.T) {
	ctx := context.Background()
	org, prod, _ := company()
	client := orgClient(org.Management())
	id, err := create(client, orgtypes.PolicyTypeResourceControlPolicy, "TLS", denyHTTP)
	require.NoError(t, err, "a policy can be made before its type is enabled")
	var disabled *orgtypes.PolicyTypeNotEnabledException
	require.ErrorAs(t, attachTo(client, id, prod.ID()), &disabled)

	root := aws.String(org.RootID())
	_, err = client.DisablePolicyType(ctx, &organizations.DisablePolicyTypeInput{RootId: root, PolicyType: orgtypes.PolicyTypeResourceControlPolicy})
	require.ErrorAs(t, err, &disabled)
	_, err = client.EnablePolicyType(ctx, &organizations.EnablePolicyTypeInput{RootId: root, PolicyType: orgtypes.PolicyTypeServiceControlPolicy})
	requireCode(t, err, "PolicyTypeAlreadyEnabledException")
	_, err = client.EnablePolicyType(ctx, &organizations.EnablePolicyTypeInput{RootId: aws.String("r-none"), PolicyType: orgtypes.PolicyTypeTagPolicy})
	requireCode(t, err, "RootNotFoundException")

	prod.AttachSCP("NoLeaving", denyLeave)
	out, err := client.DisablePolicyType(ctx, &organizations.DisablePolicyTypeInput{RootId: root, PolicyType: orgtypes.PolicyTypeServiceControlPolicy})
	require.NoError(t, err)
	assert.Empty(t, out.Root.PolicyTypes)
	assert.Empty(t, attached(t, client, prod.ID(), orgtypes.PolicyTypeServiceControlPolicy), "disabling detaches")
	scps, _ := org.Policies(shop)
	assert.Nil(t, scps)
	_, err = client.EnablePolicyType(ctx, &organizations.EnablePolicyTypeInput{RootId: root, PolicyType: orgtypes.PolicyTypeServiceControlPolicy})
	require.NoError(t, err)
	assert.Equal(t, []string{"FullAWSAccess"}, attached(t, client, prod.ID(), orgtypes.PolicyTypeServiceControlPolicy), "what was attached is forgotten")
}

func TestDelegatedAdministrators(t *testing.T) {
	ctx := context.Background()
	org, _, _ := company()
	client := orgClient(org.Management())
	service := aws.String("access-analyzer.amazonaws.com")
	register := func(account string) error {
		_, err := client.RegisterDelegatedAdministrator(ctx, &organizations.RegisterDelegatedAdministratorInput{AccountId: aws.String(account), ServicePrincipal: service})
		return err
	}
	var violation *orgtypes.ConstraintViolationException
	require.ErrorAs(t, register(audit), &violation)
	assert.Equal(t, orgtypes.ConstraintViolationExceptionReasonServiceAccessNotEnabled, violation.Reason)
	_, err := client.EnableAWSServiceAccess(ctx, &organizations.EnableAWSServiceAccessInput{ServicePrincipal: service})
	require.NoError(t, err)
	require.ErrorAs(t, register("999999999999"), &violation)
	assert.Equal(t, orgtypes.ConstraintViolationExceptionReasonCannotRegisterMasterAsDelegatedAdministrator, violation.Reason)
	requireCode(t, register("123456789012"), "AccountNotFoundException")
	require.NoError(t, register(audit))
	requireCode(t, register(audit), "AccountAlreadyRegisteredException")

	access, err := client.ListAWSServiceAccessForOrganization(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, []orgtypes.EnabledServicePrincipal{{ServicePrincipal: service, DateEnabled: aws.Time(org.Management().Now())}}, access.EnabledServicePrincipals)
	admins, err := client.ListDelegatedAdministrators(ctx, &organizations.ListDelegatedAdministratorsInput{ServicePrincipal: service})
	require.NoError(t, err)
	require.Len(t, admins.DelegatedAdministrators, 1)
	assert.Equal(t, audit, *admins.DelegatedAdministrators[0].Id)
	admins, err = client.ListDelegatedAdministrators(ctx, &organizations.ListDelegatedAdministratorsInput{ServicePrincipal: aws.String("config.amazonaws.com")})
	require.NoError(t, err)
	assert.Empty(t, admins.DelegatedAdministrators)

	services := func(account string) ([]orgtypes.DelegatedService, error) {
		out, err := client.ListDelegatedServicesForAccount(ctx, &organizations.ListDelegatedServicesForAccountInput{AccountId: aws.String(account)})
		if err != nil {
			return nil, err
		}
		return out.DelegatedServices, nil
	}
	list, err := services(audit)
	require.NoError(t, err)
	assert.Len(t, list, 1)
	_, err = services(shop)
	requireCode(t, err, "AccountNotRegisteredException")

	deregister := &organizations.DeregisterDelegatedAdministratorInput{AccountId: aws.String(audit), ServicePrincipal: service}
	_, err = client.DeregisterDelegatedAdministrator(ctx, deregister)
	require.NoError(t, err)
	_, err = client.DeregisterDelegatedAdministrator(ctx, deregister)
	requireCode(t, err, "AccountNotRegisteredException")
	_, err = client.DisableAWSServiceAccess(ctx, &organizations.DisableAWSServiceAccessInput{ServicePrincipal: service})
	require.NoError(t, err)
	access, err = client.ListAWSServiceAccessForOrganization(ctx, nil)
	require.NoError(t, err)
	assert.Empty(t, access.EnabledServicePrincipals)
}

func TestResourcePolicyDelegatesPolicies(t *testing.T) {
	ctx := context.Background()
	org, prod, _ := company()
	client := orgClient(org.Account(audit))
	_, err := create(client, orgtypes.PolicyTypeTagPolicy, "Tags", `{"tags":{}}`)
	requireCode(t, err, "AccessDeniedException")

	document := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + audit + `:root"},
		"Action":["organizations:CreatePolicy","organizations:AttachPolicy","organizations:DescribePolicy"],"Resource":"*",
		"Condition":{"StringEquals":{"organizations:PolicyType":"TAG_POLICY"}}}]}`
	org.SetResourcePolicy(document)
	org.EnablePolicyType(orgtypes.PolicyTypeTagPolicy)
	require.NoError(t, org.Err())
	out, err := orgClient(org.Management()).DescribeResourcePolicy(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, document, *out.ResourcePolicy.Content)
	assert.Equal(t, "arn:aws:organizations::999999999999:resourcepolicy/"+org.ID()+"/"+*out.ResourcePolicy.ResourcePolicySummary.Id, *out.ResourcePolicy.ResourcePolicySummary.Arn)

	id, err := create(client, orgtypes.PolicyTypeTagPolicy, "Tags", `{"tags":{}}`)
	require.NoError(t, err)
	require.NoError(t, attachTo(client, id, prod.ID()))
	_, err = create(client, orgtypes.PolicyTypeServiceControlPolicy, "Leave", denyLeave)
	requireCode(t, err, "AccessDeniedException")
	_, err = client.DeletePolicy(ctx, &organizations.DeletePolicyInput{PolicyId: aws.String(id)})
	requireCode(t, err, "AccessDeniedException")
	_, err = create(orgClient(org.Account(shop)), orgtypes.PolicyTypeTagPolicy, "Other", `{"tags":{}}`)
	requireCode(t, err, "AccessDeniedException")
}

func TestDescribeEffectivePolicy(t *testing.T) {
	ctx := context.Background()
	kind := orgtypes.PolicyTypeTagPolicy
	for _, c := range []struct {
		name, reason    string
		root, unit, own string
		want            string
	}{
		{"inherited", "an account inherits from the root", `{"tags":{"cost":{"tag_key":{"@@assign":"Cost"}}}}`, "", "", `{"tags":{"cost":{"tag_key":"Cost"}}}`},
		{"append", "values add up", `{"tags":{"cost":{"tag_value":{"@@assign":["A"]}}}}`, `{"tags":{"cost":{"tag_value":{"@@append":["B","A"]}}}}`, "", `{"tags":{"cost":{"tag_value":["A","B"]}}}`},
		{"remove", "values go", `{"tags":{"cost":{"tag_value":{"@@assign":["A","B"]}}}}`, "", `{"tags":{"cost":{"tag_value":{"@@remove":["A"]}}}}`, `{"tags":{"cost":{"tag_value":["B"]}}}`},
		{"assign", "the lowest assignment counts", `{"tags":{"cost":{"tag_value":{"@@assign":["A"]}}}}`, `{"tags":{"cost":{"tag_value":{"@@assign":["B"]}}}}`, `{"tags":{"cost":{"tag_value":{"@@assign":["C"]}}}}`, `{"tags":{"cost":{"tag_value":["C"]}}}`},
		{"locked value", "@@none keeps children from changing it", `{"tags":{"cost":{"tag_value":{"@@assign":["A"],"@@operators_allowed_for_child_policies":["@@none"]}}}}`, `{"tags":{"cost":{"tag_value":{"@@assign":["B"]}}}}`, "", `{"tags":{"cost":{"tag_value":["A"]}}}`},
		{"append only", "only the operators that are allowed work", `{"tags":{"cost":{"tag_value":{"@@assign":["A"],"@@operators_allowed_for_child_policies":["@@append"]}}}}`, `{"tags":{"cost":{"tag_value":{"@@assign":["X"],"@@append":["B"]}}}}`, "", `{"tags":{"cost":{"tag_value":["A","B"]}}}`},
		{"not widened", "a child cannot allow itself what a parent forbade", `{"tags":{"cost":{"tag_value":{"@@assign":["A"],"@@operators_allowed_for_child_policies":["@@append"]}}}}`, `{"tags":{"cost":{"tag_value":{"@@operators_allowed_for_child_policies":["@@all"]}}}}`, `{"tags":{"cost":{"tag_value":{"@@assign":["X"]}}}}`, `{"tags":{"cost":{"tag_value":["A"]}}}`},
		{"no new members", "@@none on an element with members forbids new ones", `{"tags":{"@@operators_allowed_for_child_policies":["@@none"],"cost":{"tag_key":{"@@assign":"Cost"}}}}`, `{"tags":{"team":{"tag_key":{"@@assign":"Team"}}}}`, "", `{"tags":{"cost":{"tag_key":"Cost"}}}`},
		{"nothing left", "a policy that says nothing is an empty one", `{"tags":{}}`, "", "", `{}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			org, prod, web := company()
			for _, step := range []struct {
				document string
				attach   func(name, document string)
			}{
				{c.root, func(n, d string) { org.AttachPolicy(kind, n, d) }},
				{c.unit, func(n, d string) { prod.AttachPolicy(kind, n, d) }},
				{c.own, func(n, d string) { web.AttachPolicy(kind, n, d) }},
			} {
				if step.document != "" {
					step.attach(step.document[:min(len(step.document), 90)]+fmt.Sprint(len(step.document)), step.document)
				}
			}
			require.NoError(t, org.Err())
			out, err := orgClient(org.Account(shop)).DescribeEffectivePolicy(ctx, &organizations.DescribeEffectivePolicyInput{PolicyType: orgtypes.EffectivePolicyTypeTagPolicy})
			require.NoError(t, err, "any account may ask about itself")
			assert.JSONEq(t, c.want, *out.EffectivePolicy.PolicyContent, c.reason)
			assert.Equal(t, shop, *out.EffectivePolicy.TargetId)
		})
	}

	org, prod, _ := company()
	prod.AttachPolicy(kind, "Tags", `{"tags":{"a":{"tag_key":{"@@assign":"A"}}}}`)
	ask := func(a *fakes.Account, kind orgtypes.EffectivePolicyType, target string) error {
		_, err := orgClient(a).DescribeEffectivePolicy(ctx, &organizations.DescribeEffectivePolicyInput{PolicyType: kind, TargetId: aws.String(target)})
		return err
	}
	tags := orgtypes.EffectivePolicyTypeTagPolicy
	require.NoError(t, ask(org.Management(), tags, shop))
	requireCode(t, ask(org.Management(), tags, audit), "EffectivePolicyNotFoundException")
	requireCode(t, ask(org.Management(), orgtypes.EffectivePolicyTypeBackupPolicy, shop), "EffectivePolicyNotFoundException")
	requireCode(t, ask(org.Account(audit), tags, shop), "AccessDeniedException")
	requireCode(t, ask(org.Management(), tags, prod.ID()), "InvalidInputException")
	requireCode(t, ask(org.Management(), "SERVICE_CONTROL_POLICY", shop), "InvalidInputException")
}

func TestPoliciesByLevel(t *testing.T) {
	org, prod, web := company()
	org.AttachSCP("NoLeaving", denyLeave)
	prod.AttachSCP("S3Only", allowS3)
	prod.DetachSCP("FullAWSAccess")
	web.AttachRCP("TLS", denyHTTP)
	require.NoError(t, org.Err())

	scps, rcps := org.Policies(shop)
	var counts []int
	for _, level := range scps {
		counts = append(counts, len(level))
	}
	assert.Equal(t, []int{2, 1, 1, 1}, counts, "root, Production, Web, account")
	counts = nil
	for _, level := range rcps {
		counts = append(counts, len(level))
	}
	assert.Equal(t, []int{0, 0, 1, 0}, counts)

	decide := func(account, action string) policyeval.Outcome {
		scps, rcps := org.Policies(account)
		admin, err := policyeval.Parse([]byte(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`))
		require.NoError(t, err)
		d, err := policyeval.Evaluate(policyeval.Policies{Identity: []*policyeval.Policy{admin}, SCPs: scps, RCPs: rcps},
			&policyeval.Request{Principal: "arn:aws:iam::" + account + ":user/alice", Action: action, Resource: "*"})
		require.NoError(t, err)
		return d.Outcome
	}
	assert.Equal(t, policyeval.Allowed, decide(shop, "s3:ListAllMyBuckets"))
	assert.Equal(t, policyeval.ImplicitDeny, decide(shop, "ec2:DescribeInstances"))
	assert.Equal(t, policyeval.ExplicitDeny, decide(audit, "organizations:LeaveOrganization"))
	assert.Equal(t, policyeval.Allowed, decide(audit, "ec2:DescribeInstances"))
	assert.Equal(t, policyeval.Allowed, decide("999999999999", "organizations:LeaveOrganization"), "nothing binds the management account")
}

func TestOrganizationTags(t *testing.T) {
	ctx := context.Background()
	org, _, _ := company()
	client := orgClient(org.Management())
	_, err := client.TagResource(ctx, &organizations.TagResourceInput{ResourceId: aws.String(shop), Tags: []orgtypes.Tag{{Key: aws.String("team"), Value: aws.String("data")}}})
	require.NoError(t, err)
	_, err = client.UntagResource(ctx, &organizations.UntagResourceInput{ResourceId: aws.String(shop), TagKeys: []string{"stage"}})
	require.NoError(t, err)
	out, err := client.ListTagsForResource(ctx, &organizations.ListTagsForResourceInput{ResourceId: aws.String(shop)})
	require.NoError(t, err)
	assert.Equal(t, []orgtypes.Tag{{Key: aws.String("team"), Value: aws.String("data")}}, out.Tags)
	_, err = client.TagResource(ctx, &organizations.TagResourceInput{ResourceId: aws.String(shop), Tags: []orgtypes.Tag{{Key: aws.String("aws:x"), Value: aws.String("")}}})
	requireCode(t, err, "InvalidInputException")
}

func TestOrganizationConcurrently(t *testing.T) {
	org, prod, web := company()
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			client := orgClient(org.Management())
			if i%2 == 0 {
				id, err := create(client, orgtypes.PolicyTypeServiceControlPolicy, fmt.Sprint("P", i), denyLeave)
				assert.NoError(t, err)
				assert.NotEmpty(t, id)
				org.Account(string(fmtID(i)))
				return
			}
			_, err := client.ListAccounts(context.Background(), nil)
			assert.NoError(t, err)
			org.Policies(shop)
			prod.AddOU(fmt.Sprint("U", i))
			web.AddAccount(audit)
		})
	}
	group.Wait()
	require.NoError(t, org.Err())
}
