package analyzermodel

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

func (s *Service) checkNoPublicAccess(_ context.Context, c *model.Call, in *accessanalyzer.CheckNoPublicAccessInput) (*accessanalyzer.CheckNoPublicAccessOutput, error) {
	kind := policyeval.ResourcePolicy
	switch {
	case !slices.Contains(in.ResourceType.Values(), in.ResourceType):
		return nil, invalid("resourceType", "There is no such resource type.")
	case in.ResourceType == types.AccessCheckResourceTypeRoleTrust:
		kind = policyeval.RoleTrustPolicy
	}
	r, err := read(aws.ToString(in.PolicyDocument), kind, "policyDocument")
	if err != nil {
		return nil, orNotModeled(c, err)
	}
	var reasons []types.ReasonSummary
	var open error
	for _, st := range r.policy.Statements {
		public, err := r.public(st)
		switch u := (*undecided)(nil); {
		case errors.As(err, &u):
			open = err
		case err != nil:
			return nil, err
		case public:
			reasons = append(reasons, reason(st, fmt.Sprintf("Public access granted in the statement with index: %d.", st.Index)))
		}
	}
	switch {
	case len(reasons) > 0:
		return &accessanalyzer.CheckNoPublicAccessOutput{
			Result: types.CheckNoPublicAccessResultFail, Reasons: reasons,
			Message: aws.String("The resource policy grants public access for the given resource type."),
		}, nil
	case open != nil:
		return nil, orNotModeled(c, open)
	}
	return &accessanalyzer.CheckNoPublicAccessOutput{
		Result:  types.CheckNoPublicAccessResultPass,
		Message: aws.String("The resource policy does not grant public access for the given resource type."),
	}, nil
}

// public tells whether a statement grants to everybody.
func (r *reading) public(st *policyeval.Statement) (bool, error) {
	if st.Effect != policyeval.Allow || st.Principal == nil && st.NotPrincipal == nil {
		return false, nil
	}
	if st.NotPrincipal == nil && !slices.Contains(principals(st), "*") {
		if st.Condition == nil && slices.ContainsFunc(st.Principal.Entries, func(e policyeval.PrincipalEntry) bool { return e.Kind == policyeval.PrincipalFederated }) {
			return false, &undecided{fmt.Sprintf("whether everybody can sign in with the identity provider of statement %d", st.Index)}
		}
		return false, nil
	}
	switch limit, key := limits(st.Condition, false); limit {
	case fixed:
		return false, nil
	case unclear:
		return false, unclearKey(st, key)
	}
	for _, d := range r.policy.Statements {
		if d.Effect != policyeval.Deny || !overlap(d, st) {
			continue
		}
		all := *d // as if it held for everybody at all times
		all.Condition, all.Principal, all.NotPrincipal = nil, st.Principal, st.NotPrincipal
		limit, key := limits(d.Condition, true)
		switch covers := includes(&all, st); {
		case d.NotPrincipal != nil || !slices.Contains(principals(d), "*"):
			if d.NotPrincipal == nil {
				continue // some are denied, the public is not
			}
			return false, &undecided{fmt.Sprintf("whom the NotPrincipal of statement %d spares", d.Index)}
		case covers && (d.Condition == nil || limit == fixed):
			return false, nil
		case d.Condition != nil && limit == unclear:
			return false, unclearKey(d, key)
		case !covers && (d.Condition == nil || limit == fixed):
			return false, &undecided{fmt.Sprintf("how much of statement %d the Deny of statement %d covers", st.Index, d.Index)}
		}
	}
	return true, nil
}

func unclearKey(st *policyeval.Statement, key string) error {
	return &undecided{fmt.Sprintf("whether the condition on %s in statement %d keeps the public out", key, st.Index)}
}

// overlap reports whether two statements may match the same request; the names
// of actions are compared where both list them.
func overlap(a, b *policyeval.Statement) bool {
	some := func(x, y *policyeval.List, overlaps func(a, b string) bool) bool {
		return x == nil || y == nil || slices.ContainsFunc(texts(x), func(p string) bool {
			return slices.ContainsFunc(texts(y), func(q string) bool { return overlaps(p, q) })
		})
	}
	action := func(a, b string) bool { return globOverlaps(strings.ToLower(a), strings.ToLower(b)) }
	return some(a.Action, b.Action, action) && some(a.Resource, b.Resource, arnOverlaps)
}

// A limit says what a condition does to the public.
type limit uint8

const (
	free    limit = iota // everybody can satisfy it
	fixed                // it holds for known accounts, networks or resources only
	unclear              // it cannot be told
)

// The keys whose fixed values keep the public out (the meaning of "public" in
// access-control-block-public-access of Amazon S3), and keys that everybody can
// satisfy.
var (
	fixedKeys = []string{
		"aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:sourceaccount", "aws:sourcearn",
		"aws:sourceip", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "aws:userid",
		"kms:calleraccount", "s3:dataaccesspointaccount", "s3:dataaccesspointarn",
	}
	openKeys = []string{
		"aws:currenttime", "aws:epochtime", "aws:multifactorauthage", "aws:multifactorauthpresent", "aws:referer", "aws:requestedregion",
		"aws:securetransport", "aws:useragent", "s3:authtype", "s3:delimiter", "s3:max-keys", "s3:prefix", "s3:signatureversion", "s3:tlsversion", "s3:x-amz-acl",
	}
)

// limits tells what a condition does to the public, and the key that makes it
// unclear. For the condition of a Deny, ask for the negated operators: what is
// denied is then everybody else.
func limits(c *policyeval.Condition, negated bool) (limit, string) {
	result, key := free, ""
	entries := 0
	if c == nil {
		return free, ""
	}
	for _, op := range c.Operators {
		for i := range op.Keys {
			k := &op.Keys[i]
			name := strings.ToLower(k.Key)
			entries++
			switch {
			case slices.Contains(openKeys, name):
			case slices.Contains(fixedKeys, name) && fixes(op.Name, name, k, negated):
				if !negated {
					return fixed, ""
				}
				if result == free {
					result = fixed
				}
			default:
				result, key = unclear, k.Key
			}
		}
	}
	if negated && entries > 1 && result == fixed {
		return unclear, c.Operators[0].Keys[0].Key // the public may escape one of them
	}
	return result, key
}

// fixes reports whether an entry of a condition admits known values only.
func fixes(operator, name string, k *policyeval.ConditionKey, negated bool) bool {
	kind := operator
	if set, rest, ok := strings.Cut(operator, ":"); ok {
		if strings.EqualFold(set, "ForAllValues") {
			return false // satisfied where the key is absent
		}
		kind = rest
	}
	kind = strings.ToLower(kind)
	base, ifExists := strings.CutSuffix(kind, "ifexists")
	positive := map[string]bool{"stringequals": true, "stringequalsignorecase": true, "stringlike": true, "arnequals": true, "arnlike": true, "ipaddress": true}
	negative := map[string]bool{"stringnotequals": true, "stringnotequalsignorecase": true, "stringnotlike": true, "arnnotequals": true, "arnnotlike": true, "notipaddress": true}
	switch {
	case negated && (!negative[base] || ifExists), !negated && (!positive[base] || ifExists):
		return false
	}
	literal := strings.HasPrefix(base, "string") && !strings.HasSuffix(base, "like")
	for _, v := range k.Values {
		if !fixedValue(name, v.Text, literal) {
			return false
		}
	}
	return len(k.Values) > 0
}

// fixedValue reports whether a value is that of one account, organization or
// network: wildcards may stand behind what identifies it.
func fixedValue(name, value string, literal bool) bool {
	switch {
	case strings.Contains(value, "${"):
		return false
	case name == "aws:sourceip":
		p, err := netip.ParsePrefix(value)
		if err != nil {
			_, err := netip.ParseAddr(value)
			return err == nil
		}
		return p.Addr().Is4() && p.Bits() >= 8 || p.Addr().Is6() && p.Bits() >= 32
	case literal, !strings.ContainsAny(value, "*?"):
		return true
	case strings.HasPrefix(value, "arn:"):
		f := fields(value)
		// A bucket has no account in its ARN; its name identifies it.
		return model.IsAccountID(f[4]) || f[2] == "s3" && !strings.ContainsAny(f[5], "*?")
	}
	known, _, _ := strings.Cut(value, value[strings.IndexAny(value, "*?"):])
	return (name == "aws:principalorgpaths" || name == "aws:sourceorgpaths") && strings.Contains(known, "/") || name == "aws:userid" && strings.Contains(known, ":")
}
