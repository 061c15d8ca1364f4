package iamhygiene

import (
	"errors"
	"iter"
	"sync"
)

// documents holds the documents of a snapshot, built at first use.
type documents struct {
	once  sync.Once
	all   []*PolicyDocument
	lost  []*SubjectError
	trust map[*Role]*PolicyDocument
}

// Documents returns all policy documents of the account: the versions in force
// of the managed policies, then the inline policies of the users, groups and
// roles, then the trust policies, each sorted by ARN. Where a list of the
// authorization details is not known, or an element of it could not be read, it
// yields a [*SubjectError].
func (s *Snapshot) Documents() iter.Seq2[*PolicyDocument, error] {
	return func(yield func(*PolicyDocument, error) bool) {
		if _, err := Authorization.Get(s); err != nil {
			yield(nil, &SubjectError{Resource: s.AccountResource(TypeAccount), Err: AsDataError(err)})
			return
		}
		x := s.documentIndex()
		for _, d := range x.all {
			if !yield(d, nil) {
				return
			}
		}
		for _, e := range x.lost {
			if !yield(nil, e) {
				return
			}
		}
	}
}

// Trust returns the trust policy of the role.
func (r *Role) Trust() *PolicyDocument {
	if d := r.snapshot.documentIndex().trust[r]; d != nil {
		return d
	}
	return trustOf(r)
}

func trustOf(r *Role) *PolicyDocument {
	return &PolicyDocument{snapshot: r.snapshot, kind: TrustDocument, name: r.detail.Name, text: r.detail.Trust, holder: r}
}

func (s *Snapshot) documentIndex() *documents {
	x := &s.index.documents
	x.once.Do(func() { x.build(s) })
	return x
}

func (x *documents) build(s *Snapshot) {
	x.trust = make(map[*Role]*PolicyDocument)
	managed := make(map[string]*PolicyDocument)
	for p, err := range s.Policies() {
		if err != nil {
			x.lose(listPolicies, err)
			continue
		}
		d := &PolicyDocument{snapshot: s, kind: ManagedDocument, name: p.detail.Name, managed: p}
		if text, ok := p.detail.Document(); ok {
			d.text = text
		} else if d.missing = Authorization.ErrorFor(s, p.detail.ARN); d.missing == nil {
			d.missing = &DataError{
				Dataset: Authorization.Name(), Code: CodeNotInData, Scope: p.detail.ARN,
				Message: "the account authorization details do not hold the document in force",
			}
		}
		managed[p.detail.ARN] = d
		x.all = append(x.all, d)
	}
	hold := func(holder Subject, p *Permissions) {
		r := holder.Resource()
		for _, a := range p.Attached {
			if d := managed[a.ARN]; d != nil {
				d.attached = append(d.attached, r)
			}
		}
		if d := managed[p.Boundary]; d != nil {
			d.bounded = append(d.bounded, r)
		}
		for _, i := range p.Inline {
			x.all = append(x.all, &PolicyDocument{
				snapshot: s, kind: InlineDocument, name: i.Name, text: i.Document, holder: holder, attached: []Resource{r},
			})
		}
		if e := Authorization.ErrorFor(s, r.ARN); e != nil {
			x.lost = append(x.lost, &SubjectError{Resource: r, Err: e})
		}
	}
	if _, err := s.details(listUsers); err != nil {
		x.lose(listUsers, &SubjectError{Resource: s.AccountResource(TypeAccount), Err: AsDataError(err)})
	} else {
		for u, err := range s.Users() {
			switch {
			case err == nil && u.detail != nil: // one of the report alone was deleted since
				hold(u, &u.detail.Permissions)
			case err != nil && AsDataError(err).Dataset == Authorization.Name():
				x.lose(listUsers, err)
			}
		}
	}
	for g, err := range s.Groups() {
		if err != nil {
			x.lose(listGroups, err)
			continue
		}
		hold(g, &g.detail.Permissions)
	}
	var trusts []*PolicyDocument
	for r, err := range s.Roles() {
		if err != nil {
			x.lose(listRoles, err)
			continue
		}
		hold(r, &r.detail.Permissions)
		d := trustOf(r)
		x.trust[r] = d
		trusts = append(trusts, d)
	}
	x.all = append(x.all, trusts...)
}

// lose keeps an error of a list. Several are about the account; the list keeps
// them apart.
func (x *documents) lose(list string, err error) {
	e := &SubjectError{Err: AsDataError(err)}
	if inner := (*SubjectError)(nil); errors.As(err, &inner) {
		e.Resource, e.Discriminator = inner.Resource, inner.Discriminator
	}
	if e.Discriminator == "" {
		e.Discriminator = list
	}
	x.lost = append(x.lost, e)
}
