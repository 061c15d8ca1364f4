package checks

import (
	"context"
	"iter"
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/glob"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// permissionDocuments yields the documents that give permissions: managed and
// inline policies, not the trust policies of roles.
func permissionDocuments(s *iamhygiene.Snapshot) iter.Seq2[*iamhygiene.PolicyDocument, error] {
	return func(yield func(*iamhygiene.PolicyDocument, error) bool) {
		for d, err := range s.Documents() {
			if err == nil && d.Kind() == iamhygiene.TrustDocument {
				continue
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// eachDocument judges every managed and inline policy by its Allow statements.
// Where part of a document could not be read, only a failure is certain.
func eachDocument(ctx context.Context, s *iamhygiene.Snapshot, judge func(*iamhygiene.PolicyDocument, []*clause) (iamhygiene.Verdict, error)) []iamhygiene.Finding {
	return each(ctx, s, permissionDocuments(s), func(d *iamhygiene.PolicyDocument) iamhygiene.Verdict {
		clauses, lost := allows(d)
		if clauses == nil && lost != nil {
			return iamhygiene.Undecided(lost)
		}
		v, err := judge(d, clauses)
		switch {
		case err != nil:
			return iamhygiene.Undecided(err)
		case lost != nil && v.Status != iamhygiene.Fail:
			return iamhygiene.Undecided(lost, v.Evidence...)
		}
		return v
	})
}

// eachStatement judges the statements of every document. A document of whose
// statements judge judges none gets one NotApplicable finding, and one that
// could not be read in whole an Unknown one.
func eachStatement(ctx context.Context, s *iamhygiene.Snapshot, documents iter.Seq2[*iamhygiene.PolicyDocument, error], clauses func(*iamhygiene.PolicyDocument) ([]*clause, error), none string, judge func(*clause) (iamhygiene.Verdict, bool, error)) []iamhygiene.Finding {
	return each(ctx, s, statements(documents, clauses, judge), func(x judged) iamhygiene.Verdict {
		if x.clause == nil {
			return iamhygiene.Inapplicable("the " + x.PolicyDocument.String() + " " + none)
		}
		return x.verdict
	})
}

// judged is a statement with its verdict, or a document of which no statement
// was judged.
type judged struct {
	*iamhygiene.PolicyDocument
	clause  *clause
	verdict iamhygiene.Verdict
}

// Discriminator tells the statements of a policy apart.
func (j judged) Discriminator() string {
	d := j.PolicyDocument.Discriminator()
	switch {
	case j.clause == nil:
		return d
	case d == "":
		return j.clause.id
	}
	return d + "/" + j.clause.id
}

func statements(documents iter.Seq2[*iamhygiene.PolicyDocument, error], clauses func(*iamhygiene.PolicyDocument) ([]*clause, error), judge func(*clause) (iamhygiene.Verdict, bool, error)) iter.Seq2[judged, error] {
	return func(yield func(judged, error) bool) {
		for d, err := range documents {
			if err != nil {
				if !yield(judged{}, err) {
					return
				}
				continue
			}
			all, lost := clauses(d)
			n := 0
			for _, c := range all {
				v, about, err := judge(c)
				if err != nil {
					v, about = iamhygiene.Undecided(err), true
				}
				if !about {
					continue
				}
				n++
				if !yield(judged{d, c, v}, nil) {
					return
				}
			}
			switch {
			case lost != nil:
				if !yield(judged{}, &iamhygiene.SubjectError{Resource: d.Resource(), Discriminator: d.Discriminator(), Err: iamhygiene.AsDataError(lost)}) {
					return
				}
			case n == 0:
				if !yield(judged{PolicyDocument: d}, nil) {
					return
				}
			}
		}
	}
}

// firstActions prints at most twenty actions.
func firstActions(actions []catalog.Action) string {
	names := make([]string, len(actions))
	for i, a := range actions {
		names[i] = a.String()
	}
	return list(firstNames(names))
}

// attachedTo is evidence of where a policy is in force.
func attachedTo(d *iamhygiene.PolicyDocument) iamhygiene.Evidence {
	var names []string
	for _, r := range d.AttachedTo() {
		names = append(names, r.Type+" "+r.Name)
	}
	return detailed(d.Snapshot(), "attached to", list(firstNames(names)), "")
}

// inForce counts the users, groups and roles to which a policy gives
// permissions.
func inForce(d *iamhygiene.PolicyDocument) int {
	if m := d.Managed(); m != nil {
		return max(m.Detail().Attachments, len(d.AttachedTo()))
	}
	return 1
}

// serviceLinkedOnly reports whether the policy is attached to roles that belong
// to AWS services and to nobody else.
func serviceLinkedOnly(d *iamhygiene.PolicyDocument) bool {
	holders := d.AttachedTo()
	if len(holders) == 0 || len(holders) < inForce(d) {
		return false
	}
	for _, r := range holders {
		if r.Type != iamhygiene.TypeRole || !glob.Any([]string{"arn:*:iam::*:role/aws-service-role/*"}, r.ARN) {
			return false
		}
	}
	return true
}

// notJudged says why a policy is left out whatever it allows; empty where it is
// not.
func notJudged(d *iamhygiene.PolicyDocument) string {
	m := d.Managed()
	switch {
	case m != nil && m.Detail().AWSManaged() && inForce(d) == 0 && m.Detail().BoundaryUses == 0:
		return "is AWS's and not attached"
	case m != nil && inForce(d) == 0 && (m.Detail().BoundaryUses > 0 || len(d.BoundaryOf()) > 0):
		return "is a permissions boundary only, which grants nothing"
	case serviceLinkedOnly(d):
		return "is attached to service-linked roles only, whose services own their policies"
	}
	return ""
}

// clauseNames lists statements.
func clauseNames(clauses []*clause) string {
	names := make([]string, len(clauses))
	for i, c := range clauses {
		names[i] = c.name()
	}
	return list(firstNames(names))
}

// inData reports whether the data holds the managed policy.
func inData(s *iamhygiene.Snapshot, arn string) bool {
	d, ok := iamhygiene.Authorization.Partial(s)
	return ok && d != nil && slices.ContainsFunc(d.Policies, func(p iamhygiene.PolicyDetail) bool { return p.ARN == arn })
}
