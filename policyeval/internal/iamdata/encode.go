package iamdata

import (
	"encoding/binary"
	"slices"
	"strings"
)

// Magic starts the encoded form. Its last byte counts the formats; package
// catalog has the same text and refuses any other.
const Magic = "iamcatalog\x01"

// The numbers of access levels and key types in the encoded form. Package
// catalog has them as constants; a test there compares the names.
var (
	levelNumbers = []string{"", "List", "Read", "Write", "Permissions management", "Tagging"}
	typeNumbers  = []string{"", "String", "Numeric", "Date", "Bool", "IPAddress", "ARN"}
)

// Flags of a service and of a condition key.
const (
	flagRCP         = 1
	flagForeignKeys = 2
	flagMultivalued = 0x80
)

// Encode returns the form that package catalog embeds: an index with the
// name, the number of actions and the length of the block of each service,
// then the global condition keys, then the blocks. All lists keep the order of
// the Reference. The error is that of a name that leads nowhere, which a
// Reference from Read does not have.
func Encode(r *Reference) ([]byte, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	var e encoder
	e = append(e, Magic...)
	e.number(len(r.Services))
	blocks := make([]encoder, len(r.Services))
	for i := range r.Services {
		s := &r.Services[i]
		blocks[i] = r.block(s)
		e.text(s.Prefix)
		e.text(s.Name)
		e = append(e, s.flags())
		e.number(len(s.Actions))
		owners := s.arnServices()
		e.number(len(owners))
		for _, o := range owners {
			e.text(o)
		}
		e.number(len(blocks[i]))
	}
	e.keys(r.Global)
	for _, b := range blocks {
		e = append(e, b...)
	}
	return e, nil
}

// block encodes what is decoded when the service is first asked for.
func (r *Reference) block(s *Service) encoder {
	var e, details encoder
	e.keys(s.Keys)
	e.number(len(s.Types))
	for _, t := range s.Types {
		e.text(t.Name)
		e.number(len(t.ARNs))
		for _, a := range t.ARNs {
			e.text(a)
		}
		e.refs(s, t.Keys)
	}
	for _, a := range s.Actions {
		before := len(details)
		details.number(len(a.Resources))
		for _, use := range a.Resources {
			n := s.typeIndex(use.Type) << 1
			if use.Required {
				n |= 1
			}
			details.number(n)
			details.refs(s, use.Keys)
		}
		details.refs(s, a.Keys)
		details.number(len(a.Dependent))
		for _, d := range a.Dependent {
			service, action := r.actionIndex(d)
			details.number(service)
			details.number(action)
		}
		e.text(a.Name)
		e = append(e, byte(slices.Index(levelNumbers, a.Level)))
		e.number(len(details) - before)
	}
	return append(e, details...)
}

func (s *Service) flags() byte {
	var flags byte
	if s.RCP {
		flags |= flagRCP
	}
	for _, k := range s.Keys {
		if prefix, _, _ := strings.Cut(k.Name, ":"); prefix != s.Prefix && prefix != "aws" {
			flags |= flagForeignKeys
		}
	}
	return flags
}

// arnServices returns the service fields of the ARNs of the service's types,
// with "*" for a placeholder. They are in the index because they often differ
// from the prefix, and one ARN must not decode every service.
func (s *Service) arnServices() []string {
	var list []string
	for _, t := range s.Types {
		for _, a := range t.ARNs {
			field := strings.SplitN(a, ":", 4)[2]
			if strings.ContainsAny(field, "$*{") {
				field = "*"
			}
			list = append(list, field)
		}
	}
	return unique(list)
}

// encoder appends numbers as varints and texts after their length.
type encoder []byte

func (e *encoder) number(n int) {
	*e = binary.AppendUvarint(*e, uint64(n))
}

func (e *encoder) text(s string) {
	e.number(len(s))
	*e = append(*e, s...)
}

func (e *encoder) keys(keys []Key) {
	e.number(len(keys))
	for _, k := range keys {
		e.text(k.Name)
		n := byte(slices.Index(typeNumbers, k.Type))
		if k.Multivalued {
			n |= flagMultivalued
		}
		*e = append(*e, n)
	}
}

func (e *encoder) refs(s *Service, names []string) {
	e.number(len(names))
	for _, name := range names {
		e.number(s.keyIndex(name))
	}
}
