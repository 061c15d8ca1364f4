package escalation_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

const (
	account = "111122223333"
	prefix  = "arn:aws:iam::" + account + ":"
	managed = "arn:aws:iam::aws:policy/"
	anyone  = `{"Effect": "Allow", "Action": "*", "Resource": "*"}`
)

var now = time.Date(2026, time.June, 2, 8, 0, 0, 0, time.UTC)

// document makes a policy document of statements.
func document(statements ...string) iamhygiene.Document {
	return iamhygiene.Document(`{"Version": "2012-10-17", "Statement": [` + strings.Join(statements, ", ") + `]}`)
}

func statement(effect, resource, condition string, actions ...string) string {
	list, _ := json.Marshal(actions)
	if condition != "" {
		condition = `, "Condition": ` + condition
	}
	return fmt.Sprintf(`{"Effect": %q, "Action": %s, "Resource": %q%s}`, effect, list, resource, condition)
}

func allow(resource string, actions ...string) string {
	return statement("Allow", resource, "", actions...)
}

func deny(resource string, actions ...string) string {
	return statement("Deny", resource, "", actions...)
}

// world is an account under construction.
type world struct {
	details   iamhygiene.AuthorizationDetails
	entries   []string
	options   []iamhygiene.SnapshotOption
	noReport  bool
	functions []iamhygiene.Function
	instances []iamhygiene.Instance
	absent    bool // instances and functions were not collected
	partial   bool // one Region of them was refused
	scps      bool // service control policies were not read
}

func newWorld() *world {
	return &world{details: iamhygiene.AuthorizationDetails{
		Users: []iamhygiene.UserDetail{}, Groups: []iamhygiene.GroupDetail{}, Roles: []iamhygiene.RoleDetail{}, Policies: []iamhygiene.PolicyDetail{},
	}}
}

func (w *world) user(name string, statements ...string) *iamhygiene.UserDetail {
	u := iamhygiene.UserDetail{ARN: prefix + "user/" + name, Name: name, ID: "AIDA" + strings.ToUpper(name), Tags: map[string]string{}}
	if len(statements) > 0 {
		u.Inline = []iamhygiene.InlinePolicy{{Name: "own", Document: document(statements...)}}
	}
	w.details.Users = append(w.details.Users, u)
	return &w.details.Users[len(w.details.Users)-1]
}

func (w *world) role(name, trust string, statements ...string) *iamhygiene.RoleDetail {
	r := iamhygiene.RoleDetail{ARN: prefix + "role/" + name, Name: name, ID: "AROA" + strings.ToUpper(name), Trust: document(trust), Tags: map[string]string{}}
	if len(statements) > 0 {
		r.Inline = []iamhygiene.InlinePolicy{{Name: "own", Document: document(statements...)}}
	}
	w.details.Roles = append(w.details.Roles, r)
	return &w.details.Roles[len(w.details.Roles)-1]
}

func (w *world) group(name string, statements ...string) {
	w.details.Groups = append(w.details.Groups, iamhygiene.GroupDetail{
		ARN: prefix + "group/" + name, Name: name,
		Permissions: iamhygiene.Permissions{Inline: []iamhygiene.InlinePolicy{{Name: "own", Document: document(statements...)}}},
	})
}

// policy adds a customer managed policy, of which the first version is in force.
func (w *world) policy(name string, versions ...iamhygiene.Document) iamhygiene.AttachedPolicy {
	p := iamhygiene.PolicyDetail{ARN: prefix + "policy/" + name, Name: name, Default: "v1"}
	for i, d := range versions {
		p.Versions = append(p.Versions, iamhygiene.PolicyVersion{ID: fmt.Sprintf("v%d", i+1), Document: d})
	}
	w.details.Policies = append(w.details.Policies, p)
	return iamhygiene.AttachedPolicy{Name: name, ARN: p.ARN}
}

// credentials adds a user's row to the credential report.
func (w *world) credentials(name string, password, mfa bool, keys int) {
	key := func(n int) string {
		if n > keys {
			return "false,N/A,N/A,N/A,N/A"
		}
		return "true,2026-01-01T00:00:00+00:00,N/A,N/A,N/A"
	}
	w.entries = append(w.entries, fmt.Sprintf("%s,%suser/%s,2026-01-01T00:00:00+00:00,%t,no_information,N/A,N/A,%t,%s,%s,false,N/A,false,N/A",
		name, prefix, name, password, mfa, key(1), key(2)))
}

const reportHeader = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active," +
	"access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service," +
	"access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service," +
	"cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated\n"

const rootRow = "<root_account>," + prefix + "root,2020-01-01T00:00:00+00:00,not_supported,no_information,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n"

func service(names ...string) string {
	list, _ := json.Marshal(names)
	return fmt.Sprintf(`{"Effect": "Allow", "Principal": {"Service": %s}, "Action": "sts:AssumeRole"}`, list)
}

func trusts(arns ...string) string {
	list, _ := json.Marshal(arns)
	return fmt.Sprintf(`{"Effect": "Allow", "Principal": {"AWS": %s}, "Action": "sts:AssumeRole"}`, list)
}

const ownAccount = prefix + "root"

func (w *world) snapshot(t testing.TB) *iamhygiene.Snapshot {
	t.Helper()
	options := slices.Clone(w.options)
	options = append(options, iamhygiene.Authorization.With(&w.details, now))
	if !w.noReport {
		for _, u := range w.details.Users {
			if !slices.ContainsFunc(w.entries, func(row string) bool { return strings.HasPrefix(row, u.Name+",") }) {
				w.credentials(u.Name, false, false, 0)
			}
		}
		report, err := credreport.Parse(strings.NewReader(reportHeader + rootRow + strings.Join(w.entries, "\n") + "\n"))
		require.NoError(t, err)
		options = append(options, iamhygiene.CredentialReport.With(report, now))
	}
	if !w.scps {
		options = append(options, iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{Member: true, ManagementAccount: account}, now))
	}
	if !w.absent {
		var errs []*iamhygiene.DataError
		if w.partial {
			errs = append(errs, &iamhygiene.DataError{Code: "AccessDenied", Scope: "eu-west-1"})
		}
		regions := []string{"us-east-1"}
		options = append(options,
			iamhygiene.Instances.With(iamhygiene.Regional[iamhygiene.Instance]{Regions: regions, Items: w.instances}, now, errs...),
			iamhygiene.Functions.With(iamhygiene.Regional[iamhygiene.Function]{Regions: regions, Items: w.functions}, now, errs...))
	}
	return iamhygiene.NewSnapshot(account, "aws", now, options...)
}

func (w *world) analyze(t testing.TB, options ...func(*escalation.Options)) *escalation.Graph {
	t.Helper()
	g, err := escalation.Analyze(context.Background(), w.snapshot(t), options...)
	require.NoError(t, err)
	return g
}

func supersets(o *escalation.Options) { o.Supersets = true }

// lines writes the edges of a principal in short: method, end, confidence.
func lines(g *escalation.Graph, arn string) (list []string) {
	for _, e := range g.From(arn) {
		list = append(list, fmt.Sprintf("%s %s %s", e.Method, strings.ReplaceAll(e.To, prefix, ""), e.Confidence))
	}
	return list
}
