package fakes

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/aws/smithy-go"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// credentials gives users the credentials that the report tells of.
func (l *loader) credentials() {
	if l.table == nil {
		return
	}
	rows := make(map[string]bool, len(l.table.Entries))
	for i := range l.table.Entries {
		e := &l.table.Entries[i]
		if rows[e.ARN] {
			continue // the report's own errors say so
		}
		rows[e.ARN] = true
		if e.IsRoot() {
			l.root(e)
			continue
		}
		// A user who was deleted after the report is in the report alone.
		u := l.store.Users.Get(e.User)
		if u == nil || u.ARN != e.ARN {
			continue
		}
		if created, ok := e.UserCreationTime.Get(); ok && !u.Created.IsZero() && !second(created).Equal(u.Created) {
			l.refuse(l.row(e, credreport.ColumnUserCreationTime, fmt.Sprintf("the report is about a user created at %s, the authorization details about one created at %s",
				created.Format(time.RFC3339), u.Created.Format(time.RFC3339)), "the user was deleted and made again in between: generate the report again"))
			continue
		}
		l.user(u, e)
	}
	l.missingRows(rows)
}

// missingRows refuses a report without the row of a user who existed when it
// was made: that user would look as if without credentials.
func (l *loader) missingRows(rows map[string]bool) {
	at := l.time() // the CSV alone does not tell when it was made
	for _, d := range l.details {
		for _, u := range d.UserDetailList {
			if !rows[u.Arn] && !u.CreateDate.IsZero() && u.CreateDate.Before(at) && l.store.Users.Get(u.Name) != nil {
				l.refuse(d.fail(u.Arn, "user "+u.Name, "the credential report has no row of this user, who is older than the report",
					"generate the report again, and give the JSON that the AWS CLI prints, which tells the time"))
			}
		}
	}
}

func (l *loader) row(e *credreport.Entry, column, problem, hint string) *LoadError {
	return &LoadError{Input: l.tableName, Path: column, Subject: "user " + e.User, Problem: problem, Hint: hint}
}

// user gives a user what the row says.
func (l *loader) user(u *iammodel.User, e *credreport.Entry) {
	if u.PasswordLastUsed = date(e.PasswordLastUsed); e.PasswordEnabled.True() {
		changed := date(e.PasswordLastChanged)
		if changed.IsZero() {
			changed = u.Created
		}
		u.Login = &iammodel.LoginProfile{Created: changed, Changed: changed}
	}
	l.common(u, e, u.Name)
}

// root gives the root user what its row says.
func (l *loader) root(e *credreport.Entry) {
	u := &l.store.Root
	if created := date(e.UserCreationTime); !created.IsZero() {
		u.Created = created
	}
	u.PasswordLastUsed = date(e.PasswordLastUsed)
	u.Login = &iammodel.LoginProfile{Created: u.Created, Changed: u.Created}
	if e.PasswordEnabled.Known() {
		l.service.Jobs(l.account.state).ModernRoot = true
		if e.PasswordEnabled.False() {
			u.Login = nil
		}
	}
	l.common(u, e, rootDevice)
}

const rootDevice = "root-account-mfa-device"

// common is what the root user and others have: MFA, keys, certificates.
func (l *loader) common(u *iammodel.User, e *credreport.Entry, device string) {
	if e.MFAActive.True() {
		if err := l.mfa(u, device); err != nil {
			l.refuse(l.row(e, credreport.ColumnMFAActive, err.Error(), "rename the device or the user in the exports"))
		}
	}
	for i, k := range e.AccessKeys {
		if k.Status() != credreport.StatusActive && k.Status() != credreport.StatusInactive {
			continue
		}
		key := iammodel.AccessKey{
			Inactive: k.Status() == credreport.StatusInactive, LastRotated: date(k.LastRotated),
			LastUsed: date(k.LastUsedDate), Region: text(k.LastUsedRegion), Service: text(k.LastUsedService),
		}
		if err := l.key(u, i+1, key); err != nil {
			l.refuse(l.row(e, fmt.Sprintf("access_key_%d_active", i+1), err.Error(), "load the account apart from others, or into another fake"))
		}
	}
	for i, c := range e.Certificates {
		if s := c.Status(); s == credreport.StatusActive || s == credreport.StatusInactive {
			l.certificate(u, i+1, iammodel.SigningCertificate{Uploaded: date(c.LastRotated), Inactive: s == credreport.StatusInactive})
		}
	}
}

func (l *loader) mfa(u *iammodel.User, name string) error {
	_, err := l.service.AddDevice(l.store, iammodel.MFADevice{
		Entity: iammodel.Entity{Name: name, Path: "/", Created: u.Created}, Kind: iammodel.VirtualMFA, Owner: u.Name, Enabled: u.Created,
	})
	return message(err)
}

// key adds the key in a slot of the report, whose id follows from user and slot.
func (l *loader) key(u *iammodel.User, slot int, k iammodel.AccessKey) error {
	k.ID = model.AccessKeyFor(l.account.id, fmt.Sprintf("%s/access-key/%d", u.ARN, slot))
	if k.LastRotated.IsZero() {
		k.LastRotated = u.Created
	}
	k.Created = k.LastRotated
	_, _, err := l.service.AddKey(l.store, u, k)
	return message(err)
}

// certificate adds the certificate in a slot of the report. Its text is not that
// of the user's, so what AWS asks of texts does not hold for it.
func (l *loader) certificate(u *iammodel.User, slot int, c iammodel.SigningCertificate) {
	from := fmt.Sprintf("%s/certificate/%d", u.ARN, slot)
	c.ID = model.UniqueFor("", from) + model.UniqueFor("", from+"/")[:15] // 32 characters, as AWS has them
	c.Body = sampleCertificate
	if c.Uploaded.IsZero() {
		c.Uploaded = u.Created
	}
	u.Certificates = append(u.Certificates, &c)
}

// message is an error without the code of IAM's.
func message(err error) error {
	var api smithy.APIError
	if errors.As(err, &api) {
		return errors.New(api.ErrorMessage())
	}
	return err
}

// text is the text of a field, "" for a sentinel.
func text(t credreport.Text) string {
	s, _ := t.Get()
	return s
}

// report lets the account serve the report that was loaded. It is written again
// from its rows, which is the form that AWS sends, whatever form was read.
func (l *loader) report() {
	if l.table == nil {
		return
	}
	var b bytes.Buffer
	if err := credreport.Write(&b, l.table); err != nil {
		l.refuse(ofReport(l.tableName, err))
		return
	}
	at := l.table.GeneratedTime
	if at.IsZero() {
		at = l.account.cloud.model.Now()
	}
	l.service.Jobs(l.account.state).Report = &iammodel.Report{Generated: second(at), Content: b.Bytes()}
}
