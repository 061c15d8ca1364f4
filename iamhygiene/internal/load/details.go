package load

import (
	"errors"
	"fmt"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/awscli"
)

const getDetails = "iam:GetAccountAuthorizationDetails"

// details reads the authorization details.
func (l *loader) details(in Input) error {
	if in.Reader == nil {
		return nil
	}
	dataset := iamhygiene.Authorization
	file, err := awscli.ReadAuthorizationDetails(in.Name, in.Reader)
	if call := (*awscli.CallError)(nil); errors.As(err, &call) {
		refuse(l, dataset, call)
		return nil
	}
	if err != nil {
		return fileError(in.Name, err)
	}
	d, errs := convert(in.Name, file)
	if err := l.seeAll(in.Name, d); err != nil {
		return err
	}
	if file.Truncated {
		errs = append(errs, &iamhygiene.DataError{
			Operation: getDetails, Code: iamhygiene.CodeTruncated, Retryable: true,
			Message: in.Name + " holds only a part of the account authorization details (IsTruncated, Marker or NextToken is set in its last page); save all pages, without --max-items and --no-paginate",
		})
	} else {
		errs = append(errs, gaps(in.Name, d, errs)...)
	}
	l.arns = make(map[string]string, len(d.Users))
	for i := range d.Users {
		u := &d.Users[i]
		if _, ok := l.arns[u.Name]; ok {
			l.arns[u.Name] = "" // two users of one name: only the ARN tells them apart
		} else {
			l.arns[u.Name] = u.ARN
		}
	}
	put(l, dataset, d, l.opts.CollectedAt, errs)
	return nil
}

// seeAll makes sure that all ARNs are of one account.
func (l *loader) seeAll(file string, d *iamhygiene.AuthorizationDetails) error {
	for i := range d.Users {
		if err := l.seeARN(file, d.Users[i].ARN); err != nil {
			return err
		}
	}
	for i := range d.Groups {
		if err := l.seeARN(file, d.Groups[i].ARN); err != nil {
			return err
		}
	}
	for i := range d.Roles {
		if err := l.seeARN(file, d.Roles[i].ARN); err != nil {
			return err
		}
	}
	for i := range d.Policies {
		if err := l.seeARN(file, d.Policies[i].ARN); err != nil {
			return err
		}
	}
	return nil
}

// convert turns the output into the dataset's value and the errors of its
// parts.
func convert(file string, in *awscli.AuthorizationDetails) (*iamhygiene.AuthorizationDetails, []*iamhygiene.DataError) {
	var errs []*iamhygiene.DataError
	for _, e := range in.Errors {
		errs = append(errs, damaged(file, getDetails, e))
	}
	d := &iamhygiene.AuthorizationDetails{
		Users:  each(in.UserDetailList, user),
		Groups: each(in.GroupDetailList, group),
		Roles:  each(in.RoleDetailList, role),
	}
	count := counter(in)
	d.Policies = each(in.Policies, func(p *awscli.Policy) iamhygiene.PolicyDetail {
		out, err := policy(p, count)
		if err != nil {
			err.Message = file + ": " + err.Message
			errs = append(errs, err)
		}
		return out
	})
	for _, list := range [...]struct {
		name string
		nil  bool
	}{
		{awscli.UserDetailList, d.Users == nil}, {awscli.GroupDetailList, d.Groups == nil},
		{awscli.RoleDetailList, d.Roles == nil}, {awscli.Policies, d.Policies == nil},
	} {
		if list.nil {
			errs = append(errs, &iamhygiene.DataError{
				Operation: getDetails, Action: getDetails, Code: iamhygiene.CodeNotCollected, Scope: list.name,
				Message: fmt.Sprintf("%s has no %s: it was saved with --filter or --query", file, list.name),
			})
		}
	}
	return d, errs
}

// each converts a list; nil stays nil.
func each[In, Out any](in []In, f func(*In) Out) []Out {
	if in == nil {
		return nil
	}
	out := make([]Out, 0, len(in))
	for i := range in {
		out = append(out, f(&in[i]))
	}
	return out
}
