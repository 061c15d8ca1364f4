package policyeval

import (
	"fmt"
	"strings"
)

// Layer is one of the kinds of policy that take part in a decision, or a rule
// of AWS that acts like one.
type Layer uint8

// The layers in the order in which they are evaluated. The order decides
// which reason comes first, never the outcome.
const (
	LayerSCP      Layer = iota // service control policies
	LayerRCP                   // resource control policies
	LayerEndpoint              // VPC endpoint policies
	LayerResource              // the resource-based policy or the role trust policy
	LayerIdentity              // policies of the user and its groups, or of the role
	LayerBoundary              // the permissions boundary
	LayerSession               // session policies
	// LayerPublicAccessBlock is the Amazon S3 setting RestrictPublicBuckets.
	LayerPublicAccessBlock
	// LayerServiceRule stands for what no policy can allow: changing resources
	// that AWS owns, role assumption by the root user, access across partitions.
	LayerServiceRule
	layerCount
)

var layerText = [layerCount]string{"scp", "rcp", "endpoint", "resource", "identity", "boundary", "session", "public-access-block", "service-rule"}

// String returns "scp", "rcp", "endpoint", "resource", "identity", "boundary",
// "session", "public-access-block" or "service-rule".
func (l Layer) String() string {
	if l < layerCount {
		return layerText[l]
	}
	return fmt.Sprintf("Layer(%d)", uint8(l))
}

// MarshalText returns the text of String. A value outside the constants is an error.
func (l Layer) MarshalText() ([]byte, error) {
	if l < layerCount {
		return []byte(layerText[l]), nil
	}
	return nil, fmt.Errorf("policyeval: %v is no layer", l)
}

// UnmarshalText accepts the texts of String and nothing else.
func (l *Layer) UnmarshalText(text []byte) error {
	for i, s := range layerText {
		if s == string(text) {
			*l = Layer(i)
			return nil
		}
	}
	return fmt.Errorf("policyeval: %q is no layer: want %s", text, strings.Join(layerText[:], ", "))
}

// Layers is a set of layers. The zero value is the empty set.
type Layers uint16

// LayersOf returns the set of the given layers.
func LayersOf(layers ...Layer) Layers {
	var set Layers
	for _, l := range layers {
		set |= 1 << l
	}
	return set
}

// Has reports whether l is in the set.
func (s Layers) Has(l Layer) bool { return s&(1<<l) != 0 }

// List returns the members in the order of evaluation.
func (s Layers) List() []Layer {
	var list []Layer
	for l := Layer(0); l < layerCount; l++ {
		if s.Has(l) {
			list = append(list, l)
		}
	}
	return list
}

// String returns the members joined with "|", or "none".
func (s Layers) String() string {
	if s == 0 {
		return "none"
	}
	var names []string
	for _, l := range s.List() {
		names = append(names, l.String())
	}
	return strings.Join(names, "|")
}

// MarshalText returns the text of String.
func (s Layers) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText accepts the texts of String, members in any order.
func (s *Layers) UnmarshalText(text []byte) error {
	var set Layers
	if string(text) != "none" {
		for _, name := range strings.Split(string(text), "|") {
			var l Layer
			if err := l.UnmarshalText([]byte(name)); err != nil {
				return err
			}
			set |= 1 << l
		}
	}
	*s = set
	return nil
}

func (s *Layers) add(l Layer, yes bool) {
	if yes {
		*s |= 1 << l
	}
}
