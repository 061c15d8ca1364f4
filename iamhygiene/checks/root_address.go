package checks

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// RootEmailGroup is the check root-email-group: the root user's e-mail address
// looks like one that several people read. It is a guess from the address.
type RootEmailGroup struct {
	// SharedMailbox are the words in the part before the @ that stand for a
	// group, in lower case; empty means all those that the snapshot holds. It
	// never holds the address, only words in it that whoever collected it took
	// for those of a group, such as aws, security or team.
	SharedMailbox []string
	// Domains are the domains of which every address is that of a group.
	Domains []string
	// RequireGroupEmail makes an address without a sign of a group count low
	// instead of info.
	RequireGroupEmail bool
}

// Info describes the check.
func (c RootEmailGroup) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "root-email-group", Theme: "root", Severity: iamhygiene.SeverityLow,
		Title: "Root e-mail looks like a group address",
		Description: "The part of the root user's e-mail address before the @ holds a word that stands for a group or has a tag such as aws+prod, or its domain is listed. " +
			"This is a guess from the address, and counts as information unless a group address is required; who reads the mail is a question of manual-root-mailbox. Not applicable in partitions whose root user has no address.",
		Risk: "The address of one person takes the account along when that person leaves: the mail that resets the root password goes there.",
		Remediation: iamhygiene.Remediation{
			Text:    "Change the address to that of a group of people who are there for the account, at a domain that the company will keep.",
			Command: "aws account start-primary-email-update --account-id <account id> --primary-email <address>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
		},
		Needs: []string{iamhygiene.RootEmail.Name()},
		Params: map[string]string{
			"shared_mailbox": c.words(), "domains": list(c.Domains), "require_group_email": fmt.Sprint(c.RequireGroupEmail),
		},
	}
}

func (c RootEmailGroup) words() string {
	if len(c.SharedMailbox) == 0 {
		return "all in the snapshot"
	}
	return list(c.SharedMailbox)
}

// Run evaluates the check for the root user.
func (c RootEmailGroup) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachRoot(ctx, s, c.judge)
}

func (c RootEmailGroup) judge(r *iamhygiene.Root) iamhygiene.Verdict {
	s := r.Snapshot()
	address, err := iamhygiene.RootEmail.Get(s)
	if err != nil {
		if strings.HasPrefix(s.Partition(), "aws-us-gov") {
			return iamhygiene.Inapplicable("the root user of an account in " + s.Partition() + " has no e-mail address of its own")
		}
		return iamhygiene.Undecided(err)
	}
	if address == nil {
		return iamhygiene.Undecided(notInData(iamhygiene.RootEmail, "", "the snapshot holds no e-mail address of the root user"))
	}
	evidence := fact(s, iamhygiene.RootEmail, "PrimaryEmail", address.Masked, "the address of a group")
	sign := func(path, observed string) []iamhygiene.Evidence {
		return []iamhygiene.Evidence{evidence, fact(s, iamhygiene.RootEmail, path, observed, "")}
	}
	word := slices.IndexFunc(address.Words, func(w string) bool {
		return len(c.SharedMailbox) == 0 || slices.Contains(c.SharedMailbox, strings.ToLower(w))
	})
	switch {
	case slices.ContainsFunc(c.Domains, func(d string) bool { return strings.EqualFold(d, address.Domain) }):
		return iamhygiene.Passed("the root user's address "+address.Masked+" is at a domain of group addresses", sign("domain", address.Domain)...)
	case word >= 0:
		return iamhygiene.Passed("the root user's address "+address.Masked+" has the word "+address.Words[word]+" in it, as that of a group has", sign("word", address.Words[word])...)
	case address.Tagged:
		return iamhygiene.Passed("the root user's address "+address.Masked+" has a tag, as that of a group has", sign("tagged", "true")...)
	}
	message := "the root user's address " + address.Masked + " shows no sign of a group; it should be one that several people read"
	if address.Personal {
		message = "the root user's address " + address.Masked + " looks like that of one person; it should be one that several people read"
	}
	v := iamhygiene.Failed(message, sign("personal", fmt.Sprint(address.Personal))...)
	if !c.RequireGroupEmail {
		return v.At(iamhygiene.SeverityInfo)
	}
	return v
}
