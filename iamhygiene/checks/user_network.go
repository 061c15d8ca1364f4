package checks

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// ConsoleSourceIP is the opt-in check console-source-ip: console users can do
// nothing from networks that nobody listed.
type ConsoleSourceIP struct {
	// MinPrefix is how many bits a network must fix at least, for IPv4; zero
	// means 8. For IPv6 it is 24 bits more.
	MinPrefix int
	// CorporateCIDRs are the networks that policies may name, as prefixes:
	// "203.0.113.0/24". Empty means any that is not too wide.
	CorporateCIDRs []string
}

// Info describes the check.
func (c ConsoleSourceIP) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "console-source-ip", Theme: "principals", Severity: iamhygiene.SeverityLow, OptIn: true,
		Title: "Console users are bound to networks",
		Description: "Each IAM user with a console password can do nothing in requests from an address outside of every network that its policies name, by user, group and boundary policies and by service control policies where they could be read. " +
			"No network that they name may be wider than the minimum prefix, or lie outside of the corporate networks where those are given. Requests that AWS services make for the user are not asked about.",
		Risk: "A stolen password works from everywhere.",
		Remediation: iamhygiene.Remediation{
			Text:    "Deny everything with NotIpAddress on aws:SourceIp for your networks and Bool aws:ViaAWSService false, in a policy of the users' group.",
			Command: "aws iam put-group-policy --group-name <group> --policy-name <name> --policy-document file://<policy>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html",
		},
		Needs:  []string{iamhygiene.CredentialReport.Name(), iamhygiene.Authorization.Name()},
		Uses:   effectiveData(),
		Params: map[string]string{"min_prefix": fmt.Sprint(c.minPrefix()), "corporate_cidrs": list(c.CorporateCIDRs)},
	}
}

func (c ConsoleSourceIP) minPrefix() int {
	if c.MinPrefix <= 0 {
		return 8
	}
	return c.MinPrefix
}

// Run evaluates the check for each IAM user.
func (c ConsoleSourceIP) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Users(), c.judge)
}

func (c ConsoleSourceIP) judge(u *iamhygiene.User) iamhygiene.Verdict {
	password, err := u.HasPassword()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if !password {
		return iamhygiene.Inapplicable(u.Name() + " has no console password")
	}
	if _, err := userDetail(u); err != nil {
		return iamhygiene.Undecided(err)
	}
	s := u.Snapshot()
	base, err := accountWith(s, session{name: "any session"}).Principal(u.ARN())
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	networks := sourceNetworks(base.Policies())
	var evidence []iamhygiene.Evidence
	var wide []string
	for _, n := range networks {
		evidence = append(evidence, derived("aws:SourceIp", n.String(), ""))
		if c.tooWide(n) {
			wide = append(wide, n.String())
		}
	}
	always, err := catalog.Expand("sts:GetCallerIdentity")
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	for _, probe := range outside(networks) {
		principal, err := accountWith(s, session{name: "from " + probe, context: policyeval.Context{
			"aws:SourceIp": {probe}, "aws:ViaAWSService": {"false"}, "aws:SourceVpc": nil, "aws:SourceVpce": nil, "aws:VpcSourceIp": nil,
		}}).Principal(u.ARN())
		if err != nil {
			return iamhygiene.Undecided(err)
		}
		permissions, err := principal.Permissions()
		if err != nil {
			return iamhygiene.Undecided(err)
		}
		// What is undetermined a request may be allowed, from anywhere.
		// sts:GetCallerIdentity is answered whatever the policies say.
		open := permissions.Allowed().Union(permissions.Undetermined()).Difference(always)
		if open.IsEmpty() {
			continue
		}
		if gaps := principal.Gaps(); len(gaps) > 0 && permissions.Allowed().Difference(always).IsEmpty() {
			return iamhygiene.Undecided(gaps[0], evidence...)
		}
		return iamhygiene.Failed(fmt.Sprintf("%s may use %s from %s, which no policy names; console users must be bound to networks", u.Name(), count(open.Len(), "action", "actions"), probe), evidence...)
	}
	return iamhygiene.If(len(wide) == 0,
		u.Name()+" can do nothing from other networks than those that its policies name",
		fmt.Sprintf("%s is bound to %s, which is too wide or not a corporate network", u.Name(), list(wide)), evidence...)
}

func (c ConsoleSourceIP) tooWide(n netip.Prefix) bool {
	least := c.minPrefix()
	if n.Addr().Is6() {
		least += 24
	}
	if n.Bits() < least {
		return true
	}
	if len(c.CorporateCIDRs) == 0 {
		return false
	}
	return !slices.ContainsFunc(c.CorporateCIDRs, func(text string) bool {
		own, err := netip.ParsePrefix(text)
		return err == nil && own.Masked().Contains(n.Addr()) && own.Bits() <= n.Bits()
	})
}

// sourceNetworks are the networks that policies compare aws:SourceIp with.
func sourceNetworks(p policyeval.Policies) (out []netip.Prefix) {
	all := slices.Concat(p.Identity, slices.Concat(p.SCPs...))
	if p.Boundary != nil {
		all = append(all, p.Boundary)
	}
	for _, policy := range all {
		for _, st := range policy.Statements {
			for _, text := range operandsOf(st, "aws:SourceIp") {
				if !strings.Contains(text, "/") {
					if a, err := netip.ParseAddr(text); err == nil {
						out = append(out, netip.PrefixFrom(a, a.BitLen()))
					}
					continue
				}
				if n, err := netip.ParsePrefix(text); err == nil {
					out = append(out, n.Masked())
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b netip.Prefix) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(out)
}

// outside returns an IPv4 and an IPv6 address in none of the networks; where
// networks cover all candidates, one that they cover, which is let in.
func outside(networks []netip.Prefix) []string {
	pick := func(candidates ...string) string {
		for _, text := range candidates {
			a := netip.MustParseAddr(text)
			if !slices.ContainsFunc(networks, func(n netip.Prefix) bool { return n.Contains(a) }) {
				return text
			}
		}
		return candidates[0]
	}
	return []string{
		pick("192.0.2.1", "198.51.100.1", "203.0.113.1", "8.8.8.1", "65.0.0.1", "129.0.0.1", "201.0.0.1"),
		pick("2001:db8::1", "2a00::1", "2600::1", "2400::1"),
	}
}
