package checks

import (
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// userChecks returns the checks of the theme.
func userChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{
		UserConsoleMFA{},
		UserMFAAll{},
		UserHardwareMFA{},
		PasswordUnused{MaxUnused: t.unused},
		PasswordRotation{MaxAge: t.passwordMaxAge},
		PasswordInitialUnchanged{},
		UserDormant{MaxUnused: t.unused},
		UserDirectPolicy{},
		UserNoGroup{},
		GroupEmpty{},
		UserShared{},
		UserPasswordAndKey{},
		EntityRequiredTags{},
	}
}

// use is the time from which a credential counts as unused.
type use struct {
	at    time.Time
	from  iamhygiene.Evidence // where that is known from
	never bool                // the credential was never used; at is when it was made
}

// passwordUse returns the use of a password that is enabled. IAM has recorded
// sign-ins since 2014-10-20; a password without one counts from when it was set.
func passwordUse(u *iamhygiene.User) (use, error) {
	e, err := u.Entry()
	if err != nil {
		return use{}, err
	}
	column := func(name string, at time.Time) iamhygiene.Evidence {
		return reported(u.Snapshot(), name, stamp(at), "")
	}
	if at, ok := e.PasswordLastUsed.Get(); ok {
		return use{at: at, from: column(credreport.ColumnPasswordLastUsed, at)}, nil
	}
	if e.PasswordLastUsed.State() != credreport.NoInformation {
		// N/A too: it stands for "no password", which contradicts the row.
		return use{}, iamhygiene.ReportValue(u.ARN(), credreport.ColumnPasswordLastUsed, e.PasswordLastUsed.String())
	}
	if at, ok := e.PasswordLastChanged.Get(); ok {
		return use{at: at, from: column(credreport.ColumnPasswordLastChanged, at), never: true}, nil
	}
	if e.PasswordLastChanged.State() == credreport.Invalid {
		return use{}, iamhygiene.ReportValue(u.ARN(), credreport.ColumnPasswordLastChanged, e.PasswordLastChanged.String())
	}
	if at, ok := e.UserCreationTime.Get(); ok {
		return use{at: at, from: column(credreport.ColumnUserCreationTime, at), never: true}, nil
	}
	return use{}, iamhygiene.ReportValue(u.ARN(), credreport.ColumnUserCreationTime, e.UserCreationTime.String())
}

// keyUse returns the use of an access key that is active. A key that was never
// used counts from when it was made.
func keyUse(k *iamhygiene.AccessKey) (use, error) {
	at, used, err := k.LastUsed()
	if err != nil {
		return use{}, err
	}
	if used {
		return use{at: at, from: k.UseEvidence()[0]}, nil
	}
	at, from, err := k.Created()
	return use{at: at, from: from, never: true}, err
}

// usersByDetails yields the IAM users for checks that rest on the authorization
// details. Where no user is known at all it is their error that says what to
// grant, not that of the credential report; and where they list the users, a
// row of the report that could not be read hides nobody.
func usersByDetails(s *iamhygiene.Snapshot) iter.Seq2[*iamhygiene.User, error] {
	return func(yield func(*iamhygiene.User, error) bool) {
		_, noReport := iamhygiene.CredentialReport.Get(s)
		_, missing := iamhygiene.Authorization.Get(s)
		if e := iamhygiene.Authorization.ErrorFor(s, "UserDetailList"); missing == nil && e != nil {
			missing = e
		}
		for u, err := range s.Users() {
			switch {
			case err == nil:
			case missing == nil:
				if iamhygiene.AsDataError(err).Dataset != iamhygiene.Authorization.Name() {
					continue
				}
			case noReport != nil:
				err = missing
			}
			if !yield(u, err) {
				return
			}
		}
	}
}

// userDetail returns what the authorization details say of the user, or the
// error that says that they are missing or incomplete for this user.
func userDetail(u *iamhygiene.User) (*iamhygiene.UserDetail, error) {
	if e := iamhygiene.Authorization.ErrorFor(u.Snapshot(), u.ARN()); e != nil {
		return nil, e
	}
	return u.Detail()
}

// activeKeys returns the access keys of the user that can be used.
func activeKeys(u *iamhygiene.User) ([]*iamhygiene.AccessKey, error) {
	keys, unknown := u.AccessKeys()
	var active []*iamhygiene.AccessKey
	for _, k := range keys {
		on, err := k.Active()
		switch {
		case on:
			active = append(active, k)
		case unknown == nil:
			unknown = err
		}
	}
	return active, unknown
}

// count prints a number of things: "1 policy", "2 policies".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// list joins names for a message, or says that there are none.
func list(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
