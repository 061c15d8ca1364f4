package checks

import (
	"context"
	"fmt"
	"strings"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// RootAccessKey is the check root-access-key: the root user has no access key,
// active or not. It has no parameters.
type RootAccessKey struct{}

// Info describes the check.
func (c RootAccessKey) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "root-access-key", Theme: "root", Severity: iamhygiene.SeverityCritical,
		Title: "Root user has no access key",
		Description: "No access key of the root user exists, by the account summary, else by the credential report. " +
			"The report tells active keys from inactive ones; a key that is known to be inactive counts medium.",
		Risk: "A root access key is unlimited access from anywhere, without MFA. An inactive one is a single call away from that.",
		Remediation: iamhygiene.Remediation{
			Text: "Give whatever uses the key a role, then sign in as the root user and delete the key under Security credentials. " +
				"The command does the same with root credentials.",
			Command: "aws iam delete-access-key --access-key-id <access key id>",
			URL:     rootPage + "#id_root-user_manage_delete-key",
		},
		Frameworks: controls("1.4", "1.4", "1.3", "IAM.4"),
		Uses:       rootSources(),
	}
}

// Run evaluates the check for the root user.
func (c RootAccessKey) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachRoot(ctx, s, c.judge)
}

func (c RootAccessKey) judge(r *iamhygiene.Root) iamhygiene.Verdict {
	keys := rootKeys(r)
	s := r.Snapshot()
	switch active, inactive := keys.slots[credreport.StatusActive], keys.slots[credreport.StatusInactive]; {
	case keys.fact.err != nil:
		return iamhygiene.Undecided(keys.fact.err)
	case !keys.fact.holds:
		return keys.fact.verdict(s, iamhygiene.Passed("the root user has no access key"))
	case len(active) > 0:
		message := fmt.Sprintf("the root user has an active access key (%s)", active[0])
		if len(active) > 1 {
			message = fmt.Sprintf("the root user has two active access keys (%s)", strings.Join(active, ", "))
		} else if len(inactive) > 0 {
			message += fmt.Sprintf(" and an inactive one (%s)", inactive[0])
		}
		return keys.fact.verdict(s, iamhygiene.Failed(message+"; it may have none"))
	case len(inactive) > 0 && len(keys.slots[credreport.StatusUnknown]) == 0:
		message := fmt.Sprintf("the root user still has an inactive access key (%s); it may have none", strings.Join(inactive, ", "))
		return keys.fact.verdict(s, iamhygiene.Failed(message).At(iamhygiene.SeverityMedium))
	}
	return keys.fact.verdict(s, iamhygiene.Failed("the root user has an access key, of which it is not known whether it is active; it may have none"))
}

// rootSlots are the access keys or the certificates of the root user.
type rootSlots struct {
	fact rootFact
	// slots are the slots of the credential report by status: "access_key_1".
	slots map[credreport.Status][]string
}

// rootKeys says whether the root user has access keys.
func rootKeys(r *iamhygiene.Root) rootSlots {
	return slotsOf(r, summaryKeys, "access_key_", func(e *credreport.Entry, slot int) (credreport.Status, [][2]string) {
		k := e.AccessKeys[slot]
		return k.Status(), [][2]string{
			{"_active", k.Active.String()}, {"_last_rotated", k.LastRotated.String()}, {"_last_used_date", k.LastUsedDate.String()},
		}
	})
}

// rootCertificates says whether the root user has X.509 signing certificates.
func rootCertificates(r *iamhygiene.Root) rootSlots {
	return slotsOf(r, summaryCertificates, "cert_", func(e *credreport.Entry, slot int) (credreport.Status, [][2]string) {
		x := e.Certificates[slot]
		return x.Status(), [][2]string{{"_active", x.Active.String()}, {"_last_rotated", x.LastRotated.String()}}
	})
}

// slotsOf reads both slots of a kind of credential in the root user's row, with
// the columns that show each, and settles whether there is one.
func slotsOf(r *iamhygiene.Root, key, prefix string, read func(*credreport.Entry, int) (credreport.Status, [][2]string)) rootSlots {
	out := rootSlots{slots: make(map[credreport.Status][]string)}
	e, err := r.Entry()
	if err != nil {
		out.fact = settle(r, key, "0", seen{err: err})
		return out
	}
	var report seen
	for i := range 2 {
		name := fmt.Sprintf("%s%d", prefix, i+1)
		status, columns := read(e, i)
		out.slots[status] = append(out.slots[status], name)
		report.holds = report.holds || status.Exists()
		switch status {
		case credreport.StatusUnknown:
			if report.err == nil {
				report.err = slotError(e.ARN, name, columns)
			}
		case credreport.StatusActive, credreport.StatusInactive:
			for _, c := range columns {
				report.evidence = append(report.evidence, reported(r.Snapshot(), name+c[0], c[1], ""))
			}
			report.evidence[len(report.evidence)-len(columns)].Expected = "false"
		case credreport.StatusNone:
			report.evidence = append(report.evidence, reported(r.Snapshot(), name+columns[0][0], columns[0][1], "false"))
		}
	}
	if report.holds {
		report.err = nil // one key is enough to know that there is one
	}
	out.fact = settle(r, key, "0", report)
	return out
}

// slotError names the column of a slot that does not say what it should: the
// status, or where that is false the date that tells an inactive credential
// from none.
func slotError(arn, name string, columns [][2]string) error {
	column := columns[0]
	if credreport.ParseBool(column[1]).False() {
		column = columns[1]
	}
	return iamhygiene.ReportValue(arn, name+column[0], column[1])
}
