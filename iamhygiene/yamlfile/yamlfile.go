package yamlfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// Exemptions reads a file of exemptions: an object with the list "exemptions".
// Unknown members are refused. An expiry may be a date, meaning its first
// instant in UTC, or a time in RFC 3339.
//
// The error joins an [*Error] for each mistake. What only the clock and the
// other exemptions can tell, such as an expiry too far ahead, is left to
// iamhygiene.ValidateExemptions.
func Exemptions(r io.Reader) ([]iamhygiene.Exemption, error) {
	return list(r, "exemptions", exemptionMembers, iamhygiene.ReadExemptions)
}

// Attestations reads a file of attestations: an object with the list
// "attestations". Unknown members are refused; dates are read as [Exemptions]
// reads them. The error joins an [*Error] for each mistake.
func Attestations(r io.Reader) ([]iamhygiene.Attestation, error) {
	return list(r, "attestations", attestationMembers, iamhygiene.ReadAttestations)
}

// The members of an item, and what they hold.
var (
	exemptionMembers = map[string]shape{
		"id": text, "checks": texts, "resource": text, "account": text, "tags": textMap,
		"reason": text, "owner": text, "expires": instant, "ticket": text,
	}
	attestationMembers = map[string]shape{
		"id": text, "answer": text, "who": text, "date": instant, "expires": instant, "note": text,
	}
)

// list reads a document {name: [items]}. Each item becomes a file of its own
// for the reader of JSON, so that a mistake has the line of its item.
func list[T any](r io.Reader, name string, members map[string]shape, read func(io.Reader) ([]T, error)) ([]T, error) {
	nodes, errs := items(r, name)
	out := make([]T, 0, len(nodes))
	for i, n := range nodes {
		path := fmt.Sprintf("%s[%d]", name, i)
		value, mistakes := object(n, path, members)
		if len(mistakes) > 0 {
			errs = append(errs, mistakes...)
			continue
		}
		file, err := json.Marshal(map[string]any{name: []any{value}})
		if err != nil {
			errs = append(errs, at(n, path, err))
			continue
		}
		got, err := read(bytes.NewReader(file))
		if err != nil {
			errs = append(errs, at(n, path, err))
			continue
		}
		out = append(out, got...)
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return out, nil
}

// items returns the elements of the list that the document holds.
func items(r io.Reader, name string) ([]*yaml.Node, []error) {
	var doc yaml.Node
	dec := yaml.NewDecoder(r)
	switch err := dec.Decode(&doc); {
	case err == io.EOF:
		return nil, []error{&Error{Line: 1, Column: 1, Err: fmt.Errorf("the file is empty: want an object with the list %q, which may be empty", name)}}
	case err != nil:
		return nil, []error{&Error{Err: err}} // it says the line
	}
	if more := new(yaml.Node); dec.Decode(more) != io.EOF {
		return nil, []error{at(more, "", errors.New("a second document follows, or something that is no YAML: put everything into one"))}
	}
	if len(doc.Content) != 1 {
		return nil, []error{at(&doc, "", fmt.Errorf("want an object with the list %q", name))}
	}
	root := follow(doc.Content[0])
	if root.Kind != yaml.MappingNode {
		return nil, []error{at(root, "", fmt.Errorf("want an object with the list %q, and not %s", name, kind(root)))}
	}
	var nodes []*yaml.Node
	var errs []error
	found := false
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], follow(root.Content[i+1])
		switch {
		case key.Value != name:
			errs = append(errs, at(key, key.Value, fmt.Errorf("there is no such member: want %q", name)))
		case found:
			errs = append(errs, at(key, name, errors.New("the member stands twice")))
		case value.Kind == yaml.SequenceNode:
			found, nodes = true, value.Content
		default:
			found = true
			errs = append(errs, at(value, name, fmt.Errorf("want a list, and not %s", kind(value))))
		}
	}
	if !found && len(errs) == 0 {
		errs = append(errs, at(root, "", fmt.Errorf("the list %q is missing", name)))
	}
	return nodes, errs
}
