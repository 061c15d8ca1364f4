package yamlfile

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// A shape is what a member holds.
type shape uint8

const (
	text    shape = iota + 1 // a scalar
	texts                    // a list of scalars
	textMap                  // an object of scalars
	instant                  // a date or a time
)

// object reads an item with the given members.
func object(n *yaml.Node, path string, members map[string]shape) (map[string]any, []error) {
	n = follow(n)
	if n.Kind != yaml.MappingNode {
		return nil, []error{at(n, path, fmt.Errorf("want an object with the members %s, and not %s", names(members), kind(n)))}
	}
	out := make(map[string]any)
	var errs []error
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		where := path + "." + key.Value
		s, known := members[key.Value]
		if !known {
			errs = append(errs, at(key, where, fmt.Errorf("there is no such member: want one of %s", names(members))))
			continue
		}
		if _, twice := out[key.Value]; twice {
			errs = append(errs, at(key, where, errors.New("the member stands twice")))
			continue
		}
		v, err := s.read(value, where)
		if err != nil {
			errs = append(errs, err)
		}
		out[key.Value] = v
	}
	return out, errs
}

// read returns the value of a member.
func (s shape) read(n *yaml.Node, path string) (any, error) {
	n = follow(n)
	switch s {
	case texts:
		if n.Kind != yaml.SequenceNode {
			return nil, at(n, path, fmt.Errorf("want a list of texts, and not %s", kind(n)))
		}
		list := make([]string, len(n.Content))
		for i, c := range n.Content {
			v, err := scalar(c, fmt.Sprintf("%s[%d]", path, i))
			if err != nil {
				return nil, err
			}
			list[i] = v
		}
		return list, nil
	case textMap:
		if n.Kind != yaml.MappingNode {
			return nil, at(n, path, fmt.Errorf("want an object of texts, and not %s", kind(n)))
		}
		m := make(map[string]string)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, err := scalar(n.Content[i], path)
			if err != nil {
				return nil, err
			}
			if _, twice := m[key]; twice {
				return nil, at(n.Content[i], path+"."+key, errors.New("the member stands twice"))
			}
			if m[key], err = scalar(n.Content[i+1], path+"."+key); err != nil {
				return nil, err
			}
		}
		return m, nil
	case instant:
		v, err := scalar(n, path)
		if err != nil {
			return nil, err
		}
		_, noTime := time.Parse(time.RFC3339, v)
		_, noDate := time.Parse(time.DateOnly, v)
		if noTime != nil && noDate != nil {
			return nil, at(n, path, fmt.Errorf("%q: want a date such as 2025-06-30, or a time in RFC 3339", v))
		}
		return v, nil
	default:
		return scalar(n, path)
	}
}

// scalar returns the text of a scalar as it stands in the file: numbers and
// dates too, so that 012345678901 stays an account id.
func scalar(n *yaml.Node, path string) (string, error) {
	n = follow(n)
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" || n.Tag == "!!binary" {
		return "", at(n, path, fmt.Errorf("want a text, and not %s", kind(n)))
	}
	return n.Value, nil
}

// follow returns the node that an alias stands for. The parser refuses an alias
// that contains itself; shapes bound the depth of all others.
func follow(n *yaml.Node) *yaml.Node {
	for range 8 {
		if n.Kind != yaml.AliasNode || n.Alias == nil {
			break
		}
		n = n.Alias
	}
	return n
}

// kind is how a message calls what stands in the file.
func kind(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "an object"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
		return "nothing"
	case n.Kind == yaml.ScalarNode && n.Tag == "!!binary":
		return "binary data"
	case n.Kind == yaml.ScalarNode:
		return fmt.Sprintf("the text %q", n.Value)
	default:
		return "something else"
	}
}

func names(members map[string]shape) string {
	return strings.Join(slices.Sorted(maps.Keys(members)), ", ")
}
