package iamhygiene

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/internal/glob"
)

// An Exemption accepts failures of a check on some resources until a date. The
// findings stay in the results, marked with [Finding.Suppression].
type Exemption struct {
	// ID names the exemption in reports; unique in its file.
	ID string `json:"id"`
	// Checks are the ids of the checks, or globs over them ("access-key-*").
	Checks []string `json:"checks"`
	// Resource selects resources: a glob over the whole ARN, or an exact
	// resource name. '*' stands for any run of characters, '?' for one.
	// "dev" does not match the user "devops".
	Resource string `json:"resource"`
	// Account restricts the exemption to one account id; required where
	// Resource is a name, because names repeat between accounts.
	Account string `json:"account,omitempty"`
	// Tags must all be present on the resource with these values.
	Tags map[string]string `json:"tags,omitempty"`
	// Reason says why the risk is accepted, in at least 10 characters.
	Reason string `json:"reason"`
	// Owner is who answers for it.
	Owner string `json:"owner"`
	// Expires is when the exemption ends; at that moment it no longer
	// applies.
	Expires time.Time `json:"expires"`
	// Ticket refers to where it was decided.
	Ticket string `json:"ticket,omitempty"`
}

// MaxExemption is how far ahead of the snapshot's clock an exemption may
// expire.
const MaxExemption = 365 * 24 * time.Hour

// An ExemptionError says what is wrong with an exemption.
type ExemptionError struct {
	// Exemption is its id, or "#3" for the third where it has none.
	Exemption string
	// Problem says what is wrong and what to do.
	Problem string
}

// Error returns "iamhygiene: exemption ID: problem".
func (e *ExemptionError) Error() string {
	return "iamhygiene: exemption " + e.Exemption + ": " + e.Problem
}

// ValidateExemptions looks for mistakes in a list of exemptions, of which the
// error joins all as [*ExemptionError]. An exemption that has expired is not a
// mistake: the Runner reports it.
func ValidateExemptions(list []Exemption, now time.Time) error {
	var errs []error
	seen := make(map[string]bool)
	for i, e := range list {
		id := e.ID
		if id == "" {
			id = fmt.Sprintf("#%d", i+1)
		}
		add := func(format string, args ...any) {
			errs = append(errs, &ExemptionError{Exemption: id, Problem: fmt.Sprintf(format, args...)})
		}
		if e.ID == "" {
			add("has no id")
		} else if seen[e.ID] {
			add("the id is used twice")
		}
		seen[e.ID] = true
		if len(e.Checks) == 0 {
			add("names no checks: list ids, or globs such as \"access-key-*\"")
		}
		for _, c := range e.Checks {
			if c == "" {
				add("an empty check id matches nothing")
			}
		}
		switch {
		case e.Resource == "":
			add("names no resource: give an ARN, a glob over ARNs, or a name together with account")
		case !strings.HasPrefix(e.Resource, "arn:") && strings.ContainsAny(e.Resource, "*?"):
			add("resource %q: a glob must be over the whole ARN: start it with \"arn:\"", e.Resource)
		case !strings.HasPrefix(e.Resource, "arn:") && e.Account == "":
			add("resource %q is a name, which repeats between accounts: set account", e.Resource)
		}
		if e.Account != "" && !isAccountID(e.Account) {
			add("account %q: want 12 digits", e.Account)
		}
		if len([]rune(strings.TrimSpace(e.Reason))) < 10 {
			add("the reason is shorter than 10 characters: say why the risk is accepted")
		}
		if e.Owner == "" {
			add("has no owner: say who answers for it")
		}
		if e.Expires.IsZero() {
			add("has no expiry date")
		} else if e.Expires.After(now.Add(MaxExemption)) {
			add("expires on %s, more than 365 days ahead: choose an earlier date", e.Expires.Format(time.DateOnly))
		}
	}
	return errors.Join(errs...)
}

// ReadExemptions reads a list of exemptions in their JSON form:
// {"exemptions": [...]}. Unknown members are refused. Expiry may be a date
// ("2025-06-30", meaning its first instant in UTC) or a time in RFC 3339.
func ReadExemptions(r io.Reader) ([]Exemption, error) {
	var file struct {
		Exemptions []exemptionJSON `json:"exemptions"`
	}
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		return nil, fmt.Errorf("iamhygiene: exemptions: after byte %d: %w", dec.InputOffset(), err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("iamhygiene: exemptions: after byte %d: more text follows the JSON object", dec.InputOffset())
	}
	list := make([]Exemption, len(file.Exemptions))
	for i, e := range file.Exemptions {
		list[i] = Exemption(e.exemptionFields)
		list[i].Expires = time.Time(e.Expires)
	}
	return list, nil
}

type exemptionFields Exemption

// exemptionJSON shadows Expires with a type that also takes a bare date.
type exemptionJSON struct {
	exemptionFields
	Expires dateOrTime `json:"expires"`
}

type dateOrTime time.Time

func (d *dateOrTime) UnmarshalText(text []byte) error {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, string(text)); err == nil {
			*d = dateOrTime(t.UTC())
			return nil
		}
	}
	return fmt.Errorf("expires %q: want a date such as 2025-06-30, or a time in RFC 3339", text)
}

// Matches reports whether the exemption names the finding's check and
// resource, whatever the date.
func (e *Exemption) Matches(f *Finding) bool {
	return e.matchesCheck(f.Check) && e.matchesResource(&f.Resource)
}

func (e *Exemption) matchesCheck(id string) bool {
	for _, c := range e.Checks {
		if glob.Match(c, id) {
			return true
		}
	}
	return false
}

func (e *Exemption) matchesResource(r *Resource) bool {
	if e.Account != "" && e.Account != r.Account {
		return false
	}
	if strings.HasPrefix(e.Resource, "arn:") {
		if !glob.Match(e.Resource, r.ARN) {
			return false
		}
	} else if e.Resource != r.Name {
		return false
	}
	for k, v := range e.Tags {
		if got, ok := r.Tags[k]; !ok || got != v {
			return false
		}
	}
	return true
}
