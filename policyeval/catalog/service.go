package catalog

import "iter"

// Service is an AWS service as policies name it. It is a small comparable
// handle, safe for concurrent use. The zero value is no service: its texts are
// empty and it has no actions.
type Service struct{ n uint16 } // place in the reference, from 1

// Services returns all services by prefix. Nothing is decoded but the index.
func Services() iter.Seq[Service] {
	return func(yield func(Service) bool) {
		for i := range ref().services {
			if !yield(Service{uint16(i + 1)}) {
				return
			}
		}
	}
}

// LookupService finds a service by its prefix in policies, such as "s3", in
// any letter case.
func LookupService(prefix string) (Service, bool) {
	i, ok := ref().find(prefix)
	if !ok {
		return Service{}, false
	}
	return Service{uint16(i + 1)}, true
}

func (r *reference) find(prefix string) (int, bool) {
	return search(len(r.services), prefix, func(i int) string { return r.services[i].prefix })
}

// noService serves the zero handles. Nothing ever writes to it but its own
// sync.Once values.
var noService service

// index returns what the index says about the service.
func (s Service) index() *service {
	if s.n == 0 {
		return &noService
	}
	return &ref().services[s.n-1]
}

// Prefix returns the prefix of the service in actions, in lower case: "s3".
func (s Service) Prefix() string { return s.index().prefix }

// String returns the prefix.
func (s Service) String() string { return s.Prefix() }

// Name returns the name that AWS gives the service: "Amazon S3".
func (s Service) Name() string { return s.index().name }

// IsZero reports whether s is the zero value.
func (s Service) IsZero() bool { return s.n == 0 }

// Actions returns the actions of the service by name.
func (s Service) Actions() iter.Seq[Action] {
	return func(yield func(Action) bool) {
		for i := range s.index().count {
			if !yield(Action{s.n, uint16(i)}) {
				return
			}
		}
	}
}

// ActionCount returns the number of actions without decoding the service.
func (s Service) ActionCount() int { return s.index().count }

// ResourceTypes returns the resource types that the service defines, by name.
// Actions of other services never take them, but other services may define
// types for the same ARNs.
func (s Service) ResourceTypes() iter.Seq[ResourceType] {
	return func(yield func(ResourceType) bool) {
		for i := range s.index().decode().types {
			if !yield(ResourceType{s.n, uint16(i)}) {
				return
			}
		}
	}
}

// ResourceType finds a resource type by its name in the reference, such as
// "bucket", in any letter case.
func (s Service) ResourceType(name string) (ResourceType, bool) {
	types := s.index().decode().types
	i, ok := search(len(types), name, func(i int) string { return types[i].name })
	if !ok {
		return ResourceType{}, false
	}
	return ResourceType{s.n, uint16(i)}, true
}

// ConditionKeys returns the condition keys that the service's part of the
// reference lists, by name. The tag keys are among them for services that
// support tags; the other global keys are not.
func (s Service) ConditionKeys() iter.Seq[ConditionKey] {
	return func(yield func(ConditionKey) bool) {
		for _, k := range s.index().decode().keys {
			if !yield(k) {
				return
			}
		}
	}
}

// SupportsRCPs reports whether resource control policies apply to requests to
// the service. The list is AWS's, as the npm package had it on the day
// [Updated]. It began with s3, sts, kms, sqs and secretsmanager in November
// 2024 and grows, so an old answer of false is no proof.
//
// AWS: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
func (s Service) SupportsRCPs() bool { return s.index().flags&flagRCP != 0 }
