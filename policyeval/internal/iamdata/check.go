package iamdata

import (
	"fmt"
	"slices"
	"strings"
)

// check resolves every reference by name, so that Encode cannot meet one that
// leads nowhere.
func (r *Reference) check() error {
	for _, s := range r.Services {
		if len(s.Actions) == 0 {
			return fmt.Errorf("iamdata: service %s has no actions", s.Prefix)
		}
	}
	for i := range r.Services {
		s := &r.Services[i]
		for j := 1; j < len(s.Keys); j++ {
			if strings.EqualFold(s.Keys[j-1].Name, s.Keys[j].Name) {
				return fmt.Errorf("iamdata: service %s: condition key %s is there twice, with different types", s.Prefix, s.Keys[j].Name)
			}
		}
		for _, t := range s.Types {
			if err := s.checkKeys("resource type "+t.Name, t.Keys); err != nil {
				return err
			}
		}
		for _, a := range s.Actions {
			if strings.ContainsAny(a.Name, "*?: ,") || !ascii(a.Name) {
				return fmt.Errorf("iamdata: %s: %q cannot be the name of an action", s.Prefix, a.Name)
			}
			if err := s.checkKeys("action "+a.Name, a.Keys); err != nil {
				return err
			}
			for _, use := range a.Resources {
				if s.typeIndex(use.Type) < 0 {
					return fmt.Errorf("iamdata: %s: action %s: resource type %s is not in the list of the service", s.Prefix, a.Name, use.Type)
				}
				if err := s.checkKeys("action "+a.Name, use.Keys); err != nil {
					return err
				}
			}
			for _, d := range a.Dependent {
				if service, _ := r.actionIndex(d); service < 0 {
					return fmt.Errorf("iamdata: %s: action %s depends on %s, which is no action", s.Prefix, a.Name, d)
				}
			}
		}
	}
	return nil
}

func (s *Service) checkKeys(where string, names []string) error {
	for _, name := range names {
		if s.keyIndex(name) < 0 {
			return fmt.Errorf("iamdata: %s: %s: condition key %s is not in the list of the service", s.Prefix, where, name)
		}
	}
	return nil
}

// The index functions return -1 for a name that is not there. The lists are
// in order without regard to case.

func (s *Service) keyIndex(name string) int {
	return find(s.Keys, name, func(k Key) string { return k.Name })
}

func (s *Service) typeIndex(name string) int {
	return find(s.Types, name, func(t Type) string { return t.Name })
}

// actionIndex returns the places of a service and of its action.
func (r *Reference) actionIndex(full string) (service, action int) {
	prefix, name, _ := strings.Cut(full, ":")
	service = find(r.Services, prefix, func(s Service) string { return s.Prefix })
	if service < 0 {
		return -1, -1
	}
	action = find(r.Services[service].Actions, name, func(a Action) string { return a.Name })
	if action < 0 {
		return -1, -1
	}
	return service, action
}

func find[T any](list []T, name string, of func(T) string) int {
	i, found := slices.BinarySearchFunc(list, strings.ToLower(name), func(e T, want string) int {
		return strings.Compare(strings.ToLower(of(e)), want)
	})
	if !found {
		return -1
	}
	return i
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
