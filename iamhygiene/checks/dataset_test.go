package checks_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

const vera = arn + "user/vera"

// with is the snapshot with more datasets.
func with(t *testing.T, row fields, opts ...iamhygiene.SnapshotOption) *iamhygiene.Snapshot {
	t.Helper()
	report, _ := iamhygiene.CredentialReport.Get(reported(t, row))
	return iamhygiene.NewSnapshot("111122223333", "aws", clock, append(opts, iamhygiene.CredentialReport.With(report, clock))...)
}

func TestRootHardwareMFA(t *testing.T) {
	summary := func(mfa int) iamhygiene.SnapshotOption {
		return iamhygiene.Summary.With(iamhygiene.AccountSummary{"AccountMFAEnabled": mfa, "AccountPasswordPresent": 1, "AccountAccessKeysPresent": 0, "AccountSigningCertificatesPresent": 0}, noon)
	}
	virtual := func(devices ...iamhygiene.VirtualMFADevice) iamhygiene.SnapshotOption {
		return iamhygiene.VirtualMFADevices.With(devices, noon)
	}
	day := noon.AddDate(0, 0, -1)
	for _, tt := range []struct {
		name   string
		reason string
		opts   []iamhygiene.SnapshotOption
		want   iamhygiene.Status
		at     iamhygiene.Severity
	}{
		{"hardware", "MFA is on and no virtual device is root's", []iamhygiene.SnapshotOption{summary(1), virtual()}, pass, iamhygiene.SeverityHigh},
		{"no MFA", "nothing protects the root user", []iamhygiene.SnapshotOption{summary(0), virtual()}, fail, iamhygiene.SeverityHigh},
		{"R06 users called after root", "the ARN of the user is matched, not a part of it",
			[]iamhygiene.SnapshotOption{summary(1), virtual(
				iamhygiene.VirtualMFADevice{Serial: arn + "mfa/groot", User: arn + "user/groot", Enabled: day},
				iamhygiene.VirtualMFADevice{Serial: arn + "mfa/root-ops", User: arn + "user/root", Enabled: day})}, pass, iamhygiene.SeverityHigh},
		{"R08 a virtual device beside others", "IAM does not list the root user's hardware",
			[]iamhygiene.SnapshotOption{summary(1), virtual(iamhygiene.VirtualMFADevice{Serial: arn + "mfa/any-name", User: arn + "root", Enabled: day})}, fail, iamhygiene.SeverityMedium},
		{"by the old serial number", "older listings leave out the user",
			[]iamhygiene.SnapshotOption{summary(1), virtual(iamhygiene.VirtualMFADevice{Serial: arn + "mfa/root-account-mfa-device", Enabled: day})}, fail, iamhygiene.SeverityMedium},
		{"R05 no credentials", "centrally managed root access leaves nothing to protect",
			[]iamhygiene.SnapshotOption{iamhygiene.Summary.With(iamhygiene.AccountSummary{"AccountMFAEnabled": 0, "AccountPasswordPresent": 0, "AccountAccessKeysPresent": 0, "AccountSigningCertificatesPresent": 0}, noon), virtual()}, notApplicable, iamhygiene.SeverityHigh},
		{"refused", "hardware cannot be inferred", []iamhygiene.SnapshotOption{summary(1), iamhygiene.VirtualMFADevices.Failed(&iamhygiene.DataError{Code: "AccessDenied"})}, unknown, iamhygiene.SeverityHigh},
		{"refused after a page", "what was seen fails all the same",
			[]iamhygiene.SnapshotOption{summary(1), iamhygiene.VirtualMFADevices.With([]iamhygiene.VirtualMFADevice{{Serial: arn + "mfa/x", User: arn + "root", Enabled: day}}, noon, &iamhygiene.DataError{Code: iamhygiene.CodeTruncated})}, fail, iamhygiene.SeverityMedium},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := single(t, checks.RootHardwareMFA{}, tt.opts...)
			assert.Equal(t, tt.want, f.Status, "%s: %s", tt.reason, f.Message)
			assert.Equal(t, tt.at, f.Severity, tt.reason)
		})
	}
}

func TestUserHardwareMFA(t *testing.T) {
	devices := func(serials ...string) iamhygiene.SnapshotOption {
		list := []iamhygiene.MFADevice{}
		for _, s := range serials {
			list = append(list, iamhygiene.MFADevice{Serial: s, Enabled: clock})
		}
		return iamhygiene.MFADevices.With(map[string][]iamhygiene.MFADevice{vera: list}, clock)
	}
	for _, tt := range []struct {
		name string
		row  fields
		data iamhygiene.SnapshotOption
		want iamhygiene.Status
	}{
		{"R10 a security key has an ARN", person, devices(arn + "u2f/user/vera/key-ABC"), pass},
		{"R12 a token has a bare serial number", person, devices("GAHT12345678"), pass},
		{"an app", person, devices(arn + "mfa/vera"), fail},
		{"an app beside a key", person, devices(arn+"mfa/vera", arn+"u2f/user/vera/key"), pass},
		{"a text message", person, devices(arn + "sms-mfa/vera"), fail},
		{"none", person, devices(), fail},
		{"R11 no password", fields{}, devices(), notApplicable},
		{"R90 refused for this user", person, iamhygiene.MFADevices.With(nil, clock, &iamhygiene.DataError{Scope: vera, Code: "AccessDenied", Operation: "iam:ListMFADevices"}), unknown},
		{"not asked about", person.and(fields{"mfa_active": "true"}), iamhygiene.MFADevices.With(nil, clock), unknown},
		{"not asked about, since the report has no MFA", person.and(fields{"mfa_active": "false"}), iamhygiene.MFADevices.With(nil, clock), fail},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := only(t, evaluate(t, with(t, tt.row, tt.data), checks.UserHardwareMFA{}), "vera")
			assert.Equal(t, tt.want, f.Status, f.Message)
			if tt.want == unknown {
				assert.Equal(t, "iam:ListMFADevices", f.Unknown.Operation)
			}
		})
	}
}

func TestPasswordInitialUnchanged(t *testing.T) {
	made := clock.Add(-50 * day)
	profile := func(p *iamhygiene.LoginProfile) iamhygiene.SnapshotOption {
		return iamhygiene.LoginProfiles.With(map[string]*iamhygiene.LoginProfile{vera: p}, clock)
	}
	changed := func(after time.Duration) fields {
		return person.and(fields{"password_last_changed": made.Add(after).Format(time.RFC3339)})
	}
	for _, tt := range []struct {
		name string
		row  fields
		data iamhygiene.SnapshotOption
		want iamhygiene.Status
	}{
		{"within the slack", changed(5 * time.Minute), profile(&iamhygiene.LoginProfile{Created: made}), fail},
		{"a second later", changed(5*time.Minute + time.Second), profile(&iamhygiene.LoginProfile{Created: made}), pass},
		{"has to change it", changed(0), profile(&iamhygiene.LoginProfile{Created: made, ResetRequired: true}), pass},
		{"never signed in", changed(0).and(fields{"password_last_used": "no_information"}), profile(&iamhygiene.LoginProfile{Created: made}), notApplicable},
		{"no password", fields{}, profile(nil), notApplicable},
		{"removed since the report", changed(0), profile(nil), notApplicable},
		{"refused", changed(0), iamhygiene.LoginProfiles.With(nil, clock, &iamhygiene.DataError{Scope: vera, Code: "AccessDenied"}), unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := only(t, evaluate(t, with(t, tt.row, tt.data), checks.PasswordInitialUnchanged{}), "vera")
			assert.Equal(t, tt.want, f.Status, f.Message)
		})
	}
}

func TestUserShared(t *testing.T) {
	both := key1.and(key2).and(fields{"access_key_2_last_used_region": "us-east-1"})
	for _, tt := range []struct {
		name, user string
		row        fields
		opts       []iamhygiene.SnapshotOption
		want       iamhygiene.Status
	}{
		{"personal", "vera", person, nil, pass},
		{"only the name", "shared-admin", person, nil, pass},
		{"a name that holds the word", "testa", both, nil, pass},
		{"name and keys in two Regions", "team-a", both, nil, fail},
		{"keys in two Regions on two days", "team-a", both.and(fields{"access_key_2_last_used_date": ago(3 * day)}), nil, pass},
		{"keys and password on one day", "vera", both.and(person), nil, fail},
		{"devices of several people", "ops-team", person, []iamhygiene.SnapshotOption{iamhygiene.MFADevices.With(map[string][]iamhygiene.MFADevice{
			arn + "user/ops-team": {{Serial: arn + "mfa/anna"}, {Serial: arn + "mfa/bert-phone"}},
		}, clock)}, fail},
		{"several devices of one person", "test-vera", person, []iamhygiene.SnapshotOption{iamhygiene.MFADevices.With(map[string][]iamhygiene.MFADevice{
			arn + "user/test-vera": {{Serial: arn + "mfa/vera"}, {Serial: arn + "mfa/vera-phone"}, {Serial: "GAHT12345678"}},
		}, clock)}, pass},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := only(t, evaluate(t, with(t, tt.row.and(fields{"user": tt.user}), tt.opts...), checks.UserShared{}), tt.user)
			assert.Equal(t, tt.want, f.Status, f.Message)
			assert.Equal(t, iamhygiene.SeverityInfo, f.Severity, "a heuristic never ranks higher")
		})
	}
}

func TestSSHKeyAge(t *testing.T) {
	keys := func(k ...iamhygiene.SSHKey) iamhygiene.SnapshotOption {
		return iamhygiene.SSHKeys.With(map[string][]iamhygiene.SSHKey{vera: k}, clock)
	}
	at := func(age time.Duration, active bool) iamhygiene.SSHKey {
		return iamhygiene.SSHKey{ID: "APKAEIBAERJR2EXAMPLE", Active: active, Uploaded: clock.Add(-age)}
	}
	for _, tt := range []struct {
		name, on string
		data     iamhygiene.SnapshotOption
		want     iamhygiene.Status
	}{
		{"as old as the limit", "vera/APKA...MPLE", keys(at(90*day, true)), pass},
		{"a second older", "vera/APKA...MPLE", keys(at(90*day+time.Second, true)), fail},
		{"inactive", "vera/APKA...MPLE", keys(at(900*day, false)), pass},
		{"none", "vera", keys(), notApplicable},
		{"refused", "vera", iamhygiene.SSHKeys.With(nil, clock, &iamhygiene.DataError{Scope: vera, Code: "AccessDenied"}), unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := only(t, evaluate(t, with(t, person, tt.data), checks.SSHKeyAge{}), tt.on)
			assert.Equal(t, tt.want, f.Status, f.Message)
		})
	}
}

func TestServiceCredentialLongLived(t *testing.T) {
	of := func(service, status string, age, life time.Duration) iamhygiene.ServiceCredential {
		c := iamhygiene.ServiceCredential{ID: "ACCAEXAMPLE123EXAMPLE", User: "vera", Service: service + ".amazonaws.com", Status: status, Created: clock.Add(-age)}
		if life > 0 {
			c.Expires = c.Created.Add(life)
		}
		return c
	}
	for _, tt := range []struct {
		name string
		c    iamhygiene.ServiceCredential
		want iamhygiene.Status
	}{
		{"young", of("codecommit", "Active", 90*day, 0), pass},
		{"old", of("codecommit", "Active", 90*day+1, 0), fail},
		{"old and inactive", of("codecommit", "Inactive", 900*day, 0), pass},
		{"an API key without an end", of("bedrock", "Active", day, 0), fail},
		{"an API key that ends in time", of("bedrock", "Active", day, 90*day), pass},
		{"an API key that ends too late", of("bedrock", "Active", day, 91*day), fail},
		{"past its end", of("bedrock", "Active", 400*day, 365*day), pass},
		{"expired", of("logs", "Expired", 400*day, 365*day), pass},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := only(t, evaluate(t, with(t, person, iamhygiene.ServiceCredentials.With([]iamhygiene.ServiceCredential{tt.c}, clock)), checks.ServiceCredentialLongLived{}), "vera/ACCA...MPLE")
			assert.Equal(t, tt.want, f.Status, f.Message)
			assert.Equal(t, vera, f.Resource.ARN)
		})
	}
	for name, data := range map[string]iamhygiene.SnapshotOption{
		"refused":       iamhygiene.ServiceCredentials.Failed(&iamhygiene.DataError{Code: "AccessDenied"}),
		"not supported": iamhygiene.ServiceCredentials.Failed(&iamhygiene.DataError{Code: "NotSupportedService"}),
	} {
		t.Run(name, func(t *testing.T) {
			f := only(t, evaluate(t, with(t, person, data), checks.ServiceCredentialLongLived{}), "111122223333")
			assert.Equal(t, unknown, f.Status, "what could not be listed is not in order: %s", f.Message)
		})
	}
}

func TestServerCertificateExpired(t *testing.T) {
	for _, tt := range []struct {
		name string
		left time.Duration
		want iamhygiene.Status
		at   iamhygiene.Severity
	}{
		{"past", 0, fail, iamhygiene.SeverityMedium},
		{"the last second", time.Second, fail, iamhygiene.SeverityLow},
		{"as much as the warning", 30 * day, fail, iamhygiene.SeverityLow},
		{"a second more", 30*day + time.Second, pass, iamhygiene.SeverityMedium},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list := []iamhygiene.ServerCertificate{{ARN: arn + "server-certificate/cloudfront/www", Name: "www", Expires: clock.Add(tt.left)}}
			f := only(t, evaluate(t, with(t, person, iamhygiene.ServerCertificates.With(list, clock)), checks.ServerCertificateExpired{}), "www")
			assert.Equal(t, tt.want, f.Status, f.Message)
			assert.Equal(t, tt.at, f.Severity, f.Message)
		})
	}
	f := only(t, evaluate(t, with(t, person, iamhygiene.ServerCertificates.With([]iamhygiene.ServerCertificate{{ARN: arn + "server-certificate/www", Name: "www"}}, clock)), checks.ServerCertificateExpired{}), "www")
	assert.Equal(t, unknown, f.Status, "without a date it is not valid")
}

func TestMFADeviceOrphan(t *testing.T) {
	list := []iamhygiene.VirtualMFADevice{
		{Serial: arn + "mfa/vera", User: vera, Enabled: clock},
		{Serial: arn + "mfa/root-account-mfa-device", Enabled: clock},
		{Serial: arn + "mfa/left"},
	}
	fs := evaluate(t, with(t, person, iamhygiene.VirtualMFADevices.With(list, clock)), checks.MFADeviceOrphan{})
	assert.Equal(t, pass, only(t, fs, "vera").Status)
	assert.Equal(t, pass, only(t, fs, "root-account-mfa-device").Status, "the user of a root device may be left out")
	assert.Equal(t, fail, only(t, fs, "left").Status)
}

// TestAccessKeyListing: the listing of access keys is fresh and exact, and wins
// over the credential report.
func TestAccessKeyListing(t *testing.T) {
	listed := func(keys ...iamhygiene.AccessKeyDetail) iamhygiene.SnapshotOption {
		return iamhygiene.AccessKeyDetails.With(map[string][]iamhygiene.AccessKeyDetail{vera: keys}, clock)
	}
	key := func(id string, age time.Duration, active bool) iamhygiene.AccessKeyDetail {
		return iamhygiene.AccessKeyDetail{ID: id, Active: active, Created: clock.Add(-age)}
	}
	t.Run("CreateDate and not last_rotated", func(t *testing.T) {
		s := with(t, key1, listed(key("AKIAIOSFODNN7EXAMPLE", 200*day, true)))
		f := only(t, evaluate(t, s, checks.AccessKeyRotation{}), "vera/AKIA...MPLE")
		assert.Equal(t, fail, f.Status, "a change of the status renewed last_rotated: %s", f.Message)
		assert.Equal(t, "AKIA...MPLE", f.Discriminator)
		f = only(t, evaluate(t, s, checks.AccessKeyUnused{}), "vera/AKIA...MPLE")
		assert.Equal(t, pass, f.Status, "the report tells the last use: %s", f.Message)
	})
	t.Run("last_rotated and not CreateDate", func(t *testing.T) {
		left := func(row fields) iamhygiene.Finding {
			return only(t, evaluate(t, with(t, row, listed(key("AKIAIOSFODNN7EXAMPLE", 200*day, false))), checks.AccessKeyInactiveLeft{}), "vera/AKIA...MPLE")
		}
		f := left(key1.and(fields{"access_key_1_active": "false", "access_key_1_last_rotated": ago(20 * day)}))
		assert.Equal(t, notApplicable, f.Status, "it was deactivated some days ago, and may be needed again: %s", f.Message)
		f = left(key1.and(fields{"access_key_1_active": "false", "access_key_1_last_rotated": ago(30 * day)}))
		assert.Equal(t, fail, f.Status, f.Message)
		assert.Contains(t, f.Message, "last changed 30 days ago")
		f = left(fields{})
		assert.Equal(t, fail, f.Status, "the report shows no slot: %s", f.Message)
		assert.Contains(t, f.Message, "created 200 days ago")
	})
	t.Run("deleted since the report", func(t *testing.T) {
		f := only(t, evaluate(t, with(t, key1, listed()), checks.AccessKeyUnused{}), "vera")
		assert.Equal(t, notApplicable, f.Status, f.Message)
	})
	t.Run("made since the report", func(t *testing.T) {
		s := with(t, fields{}, listed(key("AKIAIOSFODNN7EXAMPLE", time.Minute, true)))
		f := only(t, evaluate(t, s, checks.AccessKeyUnused{}), "vera/AKIA...MPLE")
		assert.Equal(t, unknown, f.Status, "nobody knows its use")
		assert.Equal(t, "iam:GetAccessKeyLastUsed", f.Unknown.Operation)
	})
	t.Run("slots are found by the date", func(t *testing.T) {
		row := key1.and(key2).and(fields{"access_key_2_last_used_date": ago(80 * day), "access_key_2_last_rotated": ago(100 * day)})
		s := with(t, row, listed(key("AKIAAAAAAAAAAAAAAAAA", 20*day, true), key("AKIABBBBBBBBBBBBBBBB", 100*day, true)))
		fs := evaluate(t, s, checks.AccessKeyUnused{})
		assert.Equal(t, pass, only(t, fs, "vera/AKIA...AAAA").Status)
		assert.Equal(t, fail, only(t, fs, "vera/AKIA...BBBB").Status)
	})
	t.Run("two slots with one date", func(t *testing.T) {
		row := key1.and(key2).and(fields{"access_key_2_last_rotated": ago(20 * day)})
		s := with(t, row, listed(key("AKIAAAAAAAAAAAAAAAAA", 20*day, true), key("AKIABBBBBBBBBBBBBBBB", 20*day, true)))
		for _, f := range evaluate(t, s, checks.AccessKeyUnused{}) {
			assert.Equal(t, unknown, f.Status, "which is which cannot be told: %s", f.Message)
		}
	})
	t.Run("a user who was not asked about", func(t *testing.T) {
		s := with(t, key1, iamhygiene.AccessKeyDetails.With(nil, clock, &iamhygiene.DataError{Scope: vera, Code: "AccessDenied"}))
		f := only(t, evaluate(t, s, checks.AccessKeyUnused{}), "vera/access_key_1")
		assert.Equal(t, pass, f.Status, "the report decides: %s", f.Message)
	})
	t.Run("use from the listing", func(t *testing.T) {
		k := key("AKIAIOSFODNN7EXAMPLE", 100*day, true)
		k.Use = &iamhygiene.AccessKeyUse{At: clock.Add(-45 * day), Region: "eu-west-1", Service: "s3"}
		f := only(t, evaluate(t, with(t, key1, listed(k)), checks.AccessKeyUnused{}), "vera/AKIA...MPLE")
		assert.Equal(t, fail, f.Status, f.Message)
		assert.Equal(t, "eu-west-1", fact(f, "AKIA...MPLE/Region"))
	})
}

func TestDormantUntracked(t *testing.T) {
	ssh := func(age time.Duration, active bool) iamhygiene.SnapshotOption {
		return iamhygiene.SSHKeys.With(map[string][]iamhygiene.SSHKey{vera: {{ID: "APKAEIBAERJR2EXAMPLE", Active: active, Uploaded: clock.Add(-age)}}}, clock)
	}
	idle := person.and(fields{"password_last_used": ago(100 * day)})
	for _, tt := range []struct {
		name string
		row  fields
		data iamhygiene.SnapshotOption
		want iamhygiene.Status
	}{
		{"an old SSH key may be in use", idle, ssh(100*day, true), unknown},
		{"a young one counts as used", idle, ssh(44*day, true), pass},
		{"an inactive one does not count", idle, ssh(44*day, false), fail},
		{"used anyway", person, ssh(100*day, true), pass},
		{"an API key past its end", idle, iamhygiene.ServiceCredentials.With([]iamhygiene.ServiceCredential{{ID: "ACCAEXAMPLE", User: "vera", Service: "bedrock.amazonaws.com", Status: "Active", Created: clock.Add(-9 * day), Expires: clock.Add(-day)}}, clock), fail},
		{"a credential that IAM does not track", idle, iamhygiene.ServiceCredentials.With([]iamhygiene.ServiceCredential{{ID: "ACCAEXAMPLE", User: "vera", Service: "codecommit.amazonaws.com", Status: "Active", Created: clock.Add(-90 * day)}}, clock), unknown},
		{"of somebody else", idle, iamhygiene.ServiceCredentials.With([]iamhygiene.ServiceCredential{{ID: "ACCAEXAMPLE", User: "wim", Service: "codecommit.amazonaws.com", Status: "Active", Created: clock.Add(-90 * day)}}, clock), fail},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := only(t, evaluate(t, with(t, tt.row, tt.data), checks.UserDormant{}), "vera")
			assert.Equal(t, tt.want, f.Status, f.Message)
		})
	}
}
