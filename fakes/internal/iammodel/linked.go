package iammodel

import (
	"fmt"
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// AddLinkedRole adds a service-linked role with the policies of the service.
func (s *Service) AddLinkedRole(st *Store, service, name string, policies []string) (*Role, error) {
	if !strings.Contains(service, ".amazonaws.com") {
		return nil, invalidInput("%s is not a valid AWS service principal.", service)
	}
	path := "/aws-service-role/" + service + "/"
	if st.Roles.Get(name) != nil {
		return nil, invalidInput("Service role name %s has been taken in this account, please try a different suffix.", name)
	}
	trust := fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"%s"},"Action":"sts:AssumeRole"}]}`, service)
	r, err := s.AddRole(st, name, &path, trust, nil)
	if err != nil {
		return nil, err
	}
	r.Linked = service
	for _, arn := range policies {
		p, err := st.attachable(arn)
		if err != nil {
			return nil, err
		}
		r.Attached = append(r.Attached, p.ARN)
	}
	return r, nil
}

// SetMaxSession sets the longest session of a role, in seconds.
func (s *Service) SetMaxSession(r *Role, seconds int32) error {
	switch {
	case seconds < 3600:
		return constraint(fmt.Sprint(seconds), "maxSessionDuration", "have value greater than or equal to 3600")
	case seconds > 43200:
		return constraint(fmt.Sprint(seconds), "maxSessionDuration", "have value less than or equal to 43200")
	}
	r.MaxSession = seconds
	return nil
}

// AddVersion adds a version to a customer managed policy.
func (s *Service) AddVersion(st *Store, p *Policy, document string, setDefault bool) (*Version, error) {
	if err := checkManaged(st, document); err != nil {
		return nil, err
	}
	if limit := st.limit(VersionsPerPolicyQuota); len(p.Versions) >= int(limit) {
		return nil, model.Errorf("LimitExceeded", "A managed policy can have up to %d versions. Before you create a new version, you must delete an existing version.", limit)
	}
	return p.add(document, s.now(), setDefault), nil
}

// PutRole puts a role into an instance profile, which holds one.
func (st *Store) PutRole(p *InstanceProfile, role string) error {
	r, err := st.findRole(role)
	if err != nil {
		return err
	}
	if p.Role != "" {
		return exceeded("InstanceSessionsPerInstanceProfile", 1)
	}
	p.Role = r.Name
	return nil
}
