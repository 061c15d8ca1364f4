package policyeval

import (
	"net/netip"
	"strings"
)

// parseNetwork reads an address or a CIDR block of a policy (rule O9). Host
// bits are ignored; an address alone is a block of one. A block of IPv4-mapped
// IPv6 addresses becomes the IPv4 block.
func parseNetwork(s string) (netip.Prefix, bool) {
	if !strings.Contains(s, "/") {
		addr, ok := parseAddress(s)
		if !ok {
			return netip.Prefix{}, false
		}
		return netip.PrefixFrom(addr, addr.BitLen()), true
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return netip.Prefix{}, false
	}
	const mappedBits = 96 // of an IPv4-mapped address that are not the IPv4 address
	if p.Addr().Is4In6() && p.Bits() >= mappedBits {
		p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-mappedBits)
	}
	return p.Masked(), true
}

// parseAddress reads one address of a request. Zones are malformed; an
// IPv4-mapped IPv6 address counts as the IPv4 address.
func parseAddress(s string) (netip.Addr, bool) {
	if s == "" || strings.ContainsRune(s, '%') {
		return netip.Addr{}, false
	}
	addr, err := netip.ParseAddr(s)
	if err != nil || addr.Zone() != "" {
		return netip.Addr{}, false
	}
	return addr.Unmap(), true
}
