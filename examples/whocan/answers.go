package main

import (
	"fmt"
	"io"

	"github.com/iamhygiene/sdk/iamhygiene/access"
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
	"github.com/iamhygiene/sdk/policyeval/permissions"
)

type whoOutput struct {
	Action   string          `json:"action"`
	Resource string          `json:"resource"`
	Answers  []access.Answer `json:"answers"` // of those who can, or perhaps can
	Refused  int             `json:"refused"`
	Unread   []string        `json:"unread,omitempty"`
}

func whoCan(account *access.Account, f *flags, stderr io.Writer) (output, int, error) {
	if _, ok := catalog.Lookup(f.action); !ok {
		fmt.Fprintf(stderr, "whocan: warning: the catalog of %s does not have %q", catalog.Updated, f.action)
		if near, ok := catalog.Nearest(f.action); ok {
			fmt.Fprintf(stderr, "; did you mean %s?", near)
		}
		fmt.Fprintln(stderr)
	}
	answers, unread, err := account.WhoCan(access.Question{Action: f.action, Resource: f.resource})
	if err != nil {
		return nil, exitFailed, err
	}
	out := whoOutput{Action: f.action, Resource: f.resource, Answers: []access.Answer{}}
	for _, a := range answers {
		if a.Outcome == policyeval.Allowed || a.Outcome == policyeval.Undetermined {
			out.Answers = append(out.Answers, a)
		} else {
			out.Refused++
		}
	}
	for _, err := range unread {
		out.Unread = append(out.Unread, err.Error())
		fmt.Fprintln(stderr, "whocan: not asked:", err)
	}
	switch {
	case len(unread) > 0:
		return out, exitFailed, nil
	case len(out.Answers) == 0:
		return out, exitNo, nil
	}
	return out, exitYes, nil
}

type grantsOutput struct {
	Principal    string              `json:"principal"`
	Resource     string              `json:"resource,omitempty"`
	Allowed      int                 `json:"allowed"`
	Undetermined int                 `json:"undetermined"`
	Refused      int                 `json:"refused"`
	Grants       []permissions.Grant `json:"grants"`
}

// permissionsOf asks for everything that one principal can do.
func permissionsOf(account *access.Account, arn, resource string, stderr io.Writer) (*permissions.Permissions, error) {
	p, err := account.Principal(arn)
	if err != nil {
		return nil, err
	}
	for _, gap := range p.Gaps() {
		fmt.Fprintln(stderr, "whocan: not read, so answers may be open:", gap)
	}
	if resource == "" {
		return p.Permissions()
	}
	policies, request := p.Policies(), p.Request()
	request.ResourceAccount = ownerOf(resource, p.Resource().Account)
	return permissions.Of(policies, &request, permissions.OnResource(resource))
}

func grantsOf(account *access.Account, arn, resource string, stderr io.Writer) (output, int, error) {
	p, err := permissionsOf(account, arn, resource, stderr)
	if err != nil {
		return nil, exitFailed, err
	}
	grants, err := p.Grants(p.Asked())
	if err != nil {
		return nil, exitFailed, err
	}
	out := grantsOutput{arn, resource, p.Allowed().Len(), p.Undetermined().Len(), p.Refused().Len(), grants}
	if len(grants) == 0 {
		return out, exitNo, nil
	}
	return out, exitYes, nil
}

type reviewOutput struct {
	Principal string          `json:"principal"`
	Services  []reviewService `json:"services"`
}

type reviewService struct {
	Service string        `json:"service"`
	Levels  []reviewLevel `json:"levels"`
}

type reviewLevel struct {
	Level        catalog.AccessLevel `json:"level"`
	Allowed      int                 `json:"allowed"`
	Undetermined int                 `json:"undetermined"`
	Total        int                 `json:"total"`
}

func reviewOf(account *access.Account, arn string, stderr io.Writer) (output, int, error) {
	p, err := permissionsOf(account, arn, "", stderr)
	if err != nil {
		return nil, exitFailed, err
	}
	out := reviewOutput{Principal: arn, Services: []reviewService{}}
	for _, s := range p.Review() {
		line := reviewService{Service: s.Service.Prefix()}
		for _, l := range s.Levels {
			line.Levels = append(line.Levels, reviewLevel(l))
		}
		out.Services = append(out.Services, line)
	}
	if len(out.Services) == 0 {
		return out, exitNo, nil
	}
	return out, exitYes, nil
}

type diffOutput struct {
	First      string   `json:"first"`
	Second     string   `json:"second"`
	OnlyFirst  []string `json:"onlyFirst"`
	OnlySecond []string `json:"onlySecond"`
	MoreFirst  []string `json:"moreFirst"`
	MoreSecond []string `json:"moreSecond"`
	Differing  []string `json:"differing"`
}

func differenceOf(account *access.Account, first, second string, stderr io.Writer) (output, int, error) {
	a, err := permissionsOf(account, first, "", stderr)
	if err != nil {
		return nil, exitFailed, err
	}
	b, err := permissionsOf(account, second, "", stderr)
	if err != nil {
		return nil, exitFailed, err
	}
	d, err := permissions.Diff(a, b)
	if err != nil {
		return nil, exitFailed, err
	}
	short := func(s catalog.ActionSet) []string { return append([]string{}, catalog.Shorten(s)...) }
	out := diffOutput{first, second, short(d.OnlyFirst), short(d.OnlySecond), short(d.MoreFirst), short(d.MoreSecond), short(d.Differing)}
	if d.IsEmpty() {
		return out, exitYes, nil
	}
	return out, exitNo, nil
}
