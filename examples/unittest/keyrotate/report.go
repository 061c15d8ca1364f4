package keyrotate

import (
	"fmt"
	"io"
	"time"
)

// An Action is what is done with a key.
type Action string

// The actions.
const (
	Deactivate Action = "deactivate"
	Delete     Action = "delete"
)

// A Step is something that was done, or in a dry run would be.
type Step struct {
	Action      Action
	User, KeyID string
	// Since is when the key was last used, and, if Used is not set, when it was
	// made. For is how long ago that was.
	Since time.Time
	Used  bool
	For   time.Duration
}

// String says what and why.
func (s Step) String() string {
	why := "never used, made"
	if s.Used {
		why = "last used"
	}
	return fmt.Sprintf("%s %s of %s: %s %s, %d days ago", s.Action, s.KeyID, s.User, why, s.Since.Format(time.DateOnly), s.For/day)
}

// A UserError is why the keys of a user are not all done.
type UserError struct {
	User string
	Err  error
}

// Error names the user.
func (e UserError) Error() string { return fmt.Sprintf("keyrotate: user %s: %v", e.User, e.Err) }

// Unwrap returns the cause.
func (e UserError) Unwrap() error { return e.Err }

// A Report is what a run over one account did and saw.
type Report struct {
	DryRun bool
	// Users and Keys are how many were seen.
	Users, Keys int
	Steps       []Step
	Failed      []UserError
}

func (r *Report) errs() []error {
	var all []error
	for _, f := range r.Failed {
		all = append(all, f)
	}
	return all
}

// WriteTo writes the report as text, one line for each step and error.
func (r *Report) WriteTo(w io.Writer) (int64, error) {
	verb := "changed"
	if r.DryRun {
		verb = "would change"
	}
	n, err := fmt.Fprintf(w, "%d users, %d keys, %s %d\n", r.Users, r.Keys, verb, len(r.Steps))
	total := int64(n)
	for i := 0; err == nil && i < len(r.Steps); i++ {
		n, err = fmt.Fprintln(w, "  "+r.Steps[i].String())
		total += int64(n)
	}
	for i := 0; err == nil && i < len(r.Failed); i++ {
		n, err = fmt.Fprintf(w, "  not done: %s: %v\n", r.Failed[i].User, r.Failed[i].Err)
		total += int64(n)
	}
	return total, err
}
