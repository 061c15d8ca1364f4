package policyeval_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/internal/policygen"
	"github.com/iamhygiene/sdk/policyeval/internal/reference"
)

// FuzzCompare asks the engine and the reference evaluator the same question.
// They were written apart from the same rules, so a difference is a fault of
// one of them or of a rule.
func FuzzCompare(f *testing.F) {
	f.Add([]byte{})
	for seed := range uint64(64) {
		f.Add(policygen.Bytes(seed, 400))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		compare(t, policygen.NewSource(data).Case())
	})
}

// TestCompare is FuzzCompare over fixed inputs.
func TestCompare(t *testing.T) {
	for seed := range uint64(6000) {
		compare(t, policygen.Seeded(seed, 600).Case())
	}
}

// TestCompareReuse asks one Authorizer many questions in a row, so that what it
// keeps between requests shows if it leaks from one into the next.
func TestCompareReuse(t *testing.T) {
	asked := 0
	for seed := range uint64(300) {
		c := policygen.Seeded(seed, 600).Case()
		authorizer, err := engine(c, false)
		if err != nil {
			continue // TestCompare is about refusals
		}
		for other := range uint64(12) {
			next := c
			next.Request = policygen.Seeded(1000+seed*12+other, 600).Case().Request
			if resourceType(next.Request) != resourceType(c.Request) {
				continue
			}
			request, err := engineRequest(next)
			require.NoError(t, err)
			got, err := authorizer.Authorize(request)
			want := reference.Evaluate(next, reference.Options{})
			d := disagreement(next, reference.Options{}, want, got, err)
			text, _ := json.Marshal(next)
			require.Empty(t, d, "seed %d, request %d\n%s", seed, other, text)
			asked++
		}
	}
	require.Greater(t, asked, 500)
}

func compare(t *testing.T, c reference.Case) {
	t.Helper()
	for _, lenient := range []bool{false, true} {
		if d := difference(c, lenient); d != "" {
			small := reduce(c, func(c reference.Case) bool { return difference(c, lenient) != "" })
			text, err := json.MarshalIndent(small, "", " ")
			require.NoError(t, err)
			require.Empty(t, difference(small, lenient), "lenient %v\n%s", lenient, text)
			require.Empty(t, d, "does not reduce") // never reached unless the reduction lost it
		}
	}
}

// difference says in what the two evaluators disagree about a case, or "".
func difference(c reference.Case, lenient bool) string {
	options := reference.Options{Lenient: lenient}
	want := reference.Evaluate(c, options)
	got, err := engineDecision(c, lenient)
	return disagreement(c, options, want, got, err)
}

func disagreement(c reference.Case, options reference.Options, want reference.Result, got policyeval.Decision, err error) string {
	if (err != nil) != (want.Decision == reference.Invalid) {
		return fmt.Sprintf("reference: %v; engine: %v, error: %v", want, got, err)
	}
	if err != nil {
		return ""
	}
	options.Coarse = true
	coarse := reference.Evaluate(c, options)
	if !between(sorted(want.Possible), possible(got), sorted(coarse.Possible)) {
		return fmt.Sprintf("reference: %v; engine: %v, possible %v, depends on %v", want, got.Outcome, possible(got), got.DependsOn)
	}
	if wantUndetermined := len(possible(got)) > 1; wantUndetermined != (got.Outcome == policyeval.Undetermined) {
		return fmt.Sprintf("engine: %v, possible %v", got.Outcome, possible(got))
	}
	if !between(folded(want.Keys), folded(got.DependsOn), folded(coarse.Keys)) {
		return fmt.Sprintf("keys of the reference: %v; of the engine: %v", want.Keys, got.DependsOn)
	}
	strict := reference.Strict(c, options)
	if strict.Decision != reference.Invalid && got.Strict().String() != string(strict.Decision) {
		return fmt.Sprintf("strict: reference: %v; engine: %v", strict, got.Strict())
	}
	return ""
}

// between reports whether set holds at least what the finest right answer holds
// and at most what the coarsest does.
func between(finest, set, coarsest []string) bool {
	within := func(a, b []string) bool {
		return !slices.ContainsFunc(a, func(x string) bool { return !slices.Contains(b, x) })
	}
	return within(finest, set) && within(set, coarsest)
}

func possible(d policyeval.Decision) []string {
	var names []string
	for _, o := range []policyeval.Outcome{policyeval.Allowed, policyeval.ExplicitDeny, policyeval.ImplicitDeny} {
		if d.Possible.Has(o) {
			names = append(names, o.String())
		}
	}
	return names
}

func sorted(decisions []reference.Decision) []string {
	var names []string
	for _, d := range decisions {
		names = append(names, string(d))
	}
	slices.Sort(names)
	return names
}

func folded(keys []string) []string {
	var out []string
	for _, k := range keys {
		out = append(out, strings.ToLower(k))
	}
	// A derived key hangs on what it is derived from; the rules do not say
	// whether it is named beside that.
	derived := map[string][]string{
		"aws:calledvia":         {"aws:calledviafirst", "aws:calledvialast", "aws:viaawsservice"},
		"principal:sessionname": {"aws:userid"},
		"principal:uniqueid":    {"aws:userid"},
		"resource:account":      {"aws:resourceaccount"},
		"resource:pattern":      {"aws:resourceaccount"},
	}
	for _, from := range slices.Clone(out) {
		out = slices.DeleteFunc(out, func(k string) bool { return slices.Contains(derived[from], k) })
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// engineDecision asks the engine through its exported API.
func engineDecision(c reference.Case, lenient bool) (policyeval.Decision, error) {
	authorizer, err := engine(c, lenient)
	if err != nil {
		return policyeval.Decision{}, err
	}
	request, err := engineRequest(c)
	if err != nil {
		return policyeval.Decision{}, err
	}
	return authorizer.Authorize(request)
}

// engine loads and compiles the policies of a case.
func engine(c reference.Case, lenient bool) (*policyeval.Authorizer, error) {
	var p policyeval.Policies
	var errs []error
	one := func(t policyeval.PolicyType, text json.RawMessage) *policyeval.Policy {
		options := []func(*policyeval.ParseOptions){policyeval.WithType(t)}
		if lenient {
			options = append(options, policyeval.Lenient)
		}
		policy, err := policyeval.Parse(text, options...)
		if err != nil {
			errs = append(errs, err)
		}
		return policy
	}
	all := func(t policyeval.PolicyType, texts []json.RawMessage) []*policyeval.Policy {
		policies := []*policyeval.Policy{}
		for _, text := range texts {
			policies = append(policies, one(t, text))
		}
		return policies
	}
	p.Identity = all(policyeval.IdentityPolicy, c.Identity)
	p.Session = all(policyeval.SessionPolicy, c.Session)
	p.Endpoint = all(policyeval.VPCEndpointPolicy, c.Endpoint)
	for _, level := range c.SCPs {
		p.SCPs = append(p.SCPs, all(policyeval.ServiceControlPolicy, level))
	}
	for _, level := range c.RCPs {
		p.RCPs = append(p.RCPs, all(policyeval.ResourceControlPolicy, level))
	}
	if c.Resource != nil {
		p.Resource = one(resourceType(c.Request), c.Resource)
	}
	switch boundaries := all(policyeval.PermissionsBoundary, c.Boundary); len(boundaries) {
	case 0:
	case 1:
		p.Boundary = boundaries[0]
	default:
		errs = append(errs, fmt.Errorf("more than one boundary"))
	}
	if len(errs) > 0 {
		return nil, errs[0]
	}
	return policyeval.Compile(p)
}

func resourceType(r reference.Request) policyeval.PolicyType {
	service, _, _ := strings.Cut(r.Action, ":")
	fields := strings.SplitN(r.Resource, ":", 6)
	if strings.EqualFold(service, "sts") && len(fields) == 6 && fields[2] == "iam" && strings.HasPrefix(fields[5], "role/") {
		return policyeval.RoleTrustPolicy
	}
	return policyeval.ResourcePolicy
}

func engineRequest(c reference.Case) (*policyeval.Request, error) {
	r := c.Request
	out := &policyeval.Request{
		Principal: r.Principal, Role: r.Role, UniqueID: r.UniqueID, Issuer: r.Issuer, CanonicalUser: r.CanonicalUser,
		Action: r.Action, Resource: r.Resource, ResourceAccount: r.ResourceAccount,
		Context:       policyeval.Context{},
		PrincipalTags: r.PrincipalTags, RequestTags: r.RequestTags, ResourceTags: r.ResourceTags,
		Unknown: policyeval.UnknownKeys(r.Unknown...), Open: r.Open, Pattern: r.Pattern,
		RestrictPublicBuckets: c.Settings.S3RestrictPublicBuckets,
	}
	for name, values := range r.Context {
		out.Context[name] = values
	}
	var err error
	if r.Time != "" {
		out.Time, err = time.Parse(time.RFC3339Nano, r.Time)
	}
	return out, err
}
