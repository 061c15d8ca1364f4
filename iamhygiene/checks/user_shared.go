package checks

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// UserShared is the check user-shared: a user looks like one person. It is a
// heuristic and says so.
type UserShared struct {
	// Words are the words that make a user name look shared; nil means shared,
	// team, common, generic, test and temp. A word counts where it is a part of
	// the name between separators.
	Words []string
	// Signals is how many signals make a failure; zero means 2.
	Signals int
}

// Info describes the check.
func (c UserShared) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "user-shared", Theme: "users", Severity: iamhygiene.SeverityInfo,
		Title: "User looks personal",
		Description: "No IAM user shows several signs of being shared: a generic name, MFA devices named after several people, two active access keys used in different Regions on the same day, " +
			"or a console sign-in and access keys used from several services on the same day. None of them is proof.",
		Risk: "Nobody answers for what a shared user does, and its password goes with everyone who leaves.",
		Remediation: iamhygiene.Remediation{
			Text:    "Give each person an identity of their own, best in IAM Identity Center, and each workload a role; then delete the user.",
			Command: "aws iam generate-service-last-accessed-details --arn <user arn>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
		},
		Needs:  []string{iamhygiene.CredentialReport.Name()},
		Uses:   []string{iamhygiene.AccessKeyDetails.Name(), iamhygiene.MFADevices.Name()},
		Params: map[string]string{"words": list(c.words()), "signals": fmt.Sprint(c.signals())},
	}
}

func (c UserShared) words() []string {
	if c.Words != nil {
		return c.Words
	}
	return []string{"shared", "team", "common", "generic", "test", "temp"}
}

func (c UserShared) signals() int {
	if c.Signals <= 0 {
		return 2
	}
	return c.Signals
}

// Run evaluates the check for each IAM user.
func (c UserShared) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Users(), c.judge)
}

func (c UserShared) judge(u *iamhygiene.User) iamhygiene.Verdict {
	if _, err := u.Entry(); err != nil {
		return iamhygiene.Undecided(err)
	}
	var signals []string
	for _, part := range nameParts(u.Name()) {
		if slices.Contains(c.words(), part) {
			signals = append(signals, "the name says "+part)
			break
		}
	}
	owners, unread := deviceOwners(u)
	if len(owners) > 1 {
		signals = append(signals, "MFA devices are named "+list(owners))
	}
	hidden := 0 // signs that what could not be read may hold
	if unread != nil {
		hidden++
	}
	more, err := keySignals(u)
	signals = append(signals, more...)
	if err != nil {
		unread, hidden = err, hidden+2-len(more)
	}
	evidence := make([]iamhygiene.Evidence, len(signals))
	for i, text := range signals {
		evidence[i] = derived("signal", text, "")
	}
	if len(signals) < c.signals() && len(signals)+hidden >= c.signals() && unread != nil {
		return iamhygiene.Undecided(unread, evidence...)
	}
	return iamhygiene.If(len(signals) < c.signals(),
		fmt.Sprintf("%s shows %s of being shared; %d would count", u.Name(), count(len(signals), "sign", "signs"), c.signals()),
		fmt.Sprintf("%s may be shared: %s", u.Name(), strings.Join(signals, "; ")), evidence...)
}

// keySignals are the signs in the use of keys and password. The error says that
// there may be more.
func keySignals(u *iamhygiene.User) (signals []string, unread error) {
	keys, unread := activeKeys(u)
	type seen struct {
		day             string
		region, service string
	}
	var uses []seen
	for _, k := range keys {
		at, used, err := k.LastUsed()
		if err != nil && len(keys) > 1 { // the use of a single key is no sign
			unread = err
		}
		if err != nil || !used {
			continue
		}
		x := seen{day: at.UTC().Format(time.DateOnly)}
		for _, e := range k.UseEvidence() {
			switch {
			case e.Observed == "N/A":
			case strings.HasSuffix(e.Path, "_region") || strings.HasSuffix(e.Path, "/Region"):
				x.region = e.Observed
			case strings.HasSuffix(e.Path, "_service") || strings.HasSuffix(e.Path, "/ServiceName"):
				x.service = e.Observed
			}
		}
		uses = append(uses, x)
	}
	if len(uses) < 2 || uses[0].day != uses[1].day {
		return nil, unread
	}
	a, b := uses[0], uses[1]
	if a.region != "" && b.region != "" && a.region != b.region {
		signals = append(signals, fmt.Sprintf("both keys were last used on %s, in %s and in %s", a.day, a.region, b.region))
	}
	if entry, err := u.Entry(); err == nil && a.service != "" && b.service != "" && a.service != b.service {
		if at, ok := entry.PasswordLastUsed.Get(); ok && at.UTC().Format(time.DateOnly) == a.day {
			signals = append(signals, fmt.Sprintf("the password and keys for %s and %s were used on %s", a.service, b.service, a.day))
		}
	}
	return signals, unread
}

// deviceOwners are the distinct names that MFA devices begin with, where there
// are several and none is the user's own. The error says that there may be more;
// a dataset that nobody asked for is none.
func deviceOwners(u *iamhygiene.User) (owners []string, unread error) {
	devices, err := ofUser(iamhygiene.MFADevices, u)
	if err != nil {
		code := iamhygiene.AsDataError(err).Code
		mfa, unknown := u.MFAActive()
		// Collectors do not ask about a user who has no MFA by the report.
		if code != iamhygiene.CodeNotCollected && (code != iamhygiene.CodeNotInData || mfa || unknown != nil) {
			unread = err
		}
	}
	own := nameParts(u.Name())
	for _, d := range devices {
		parts := nameParts(serialName(d.Serial))
		if d.Kind() == iamhygiene.MFAToken || len(parts) == 0 || slices.ContainsFunc(parts, func(p string) bool { return slices.Contains(own, p) }) {
			continue
		}
		if !slices.Contains(owners, parts[0]) {
			owners = append(owners, parts[0])
		}
	}
	slices.Sort(owners)
	return owners, unread
}

// nameParts splits a name at everything that is neither letter nor digit.
func nameParts(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
}
