package collect_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// FuzzAuthorizationDetails makes three things sure of any text: reading it does
// not panic; what loads survives the JSON form of the snapshot; and an element
// that is put between two good users, whatever it is, takes neither of them
// away as long as the whole is JSON.
func FuzzAuthorizationDetails(f *testing.F) {
	whole, err := os.ReadFile("testdata/authorization-details.json")
	require.NoError(f, err)
	f.Add(string(whole))
	var lists map[string][]json.RawMessage
	require.NoError(f, json.Unmarshal(whole, &lists))
	for _, list := range lists {
		for _, element := range list {
			f.Add(string(element))
		}
	}
	for _, text := range []string{
		"", "{}", "[]", "null", "7", `{"UserName": 7}`, `{"State": "COMPLETE"}`, "\ufeff{", "<html>", "user,arn,\n",
		`{"UserDetailList": [], "IsTruncated": true}`, `{"UserDetailList": [{}]}{"RoleDetailList": [null]}`, `[{"Policies": [[]]}]`,
		`{"UserName": "a", "Arn": "arn:aws:iam::111122223333:user/a", "CreateDate": 1e10}`,
		`{"UserName": "x", "Arn": "arn:aws:iam::444455556666:user/x"}`,
		"An error occurred (AccessDenied) when calling the GetAccountAuthorizationDetails operation: no",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := read(text); err == nil {
			roundTrip(t, s)
		}
		if !json.Valid([]byte(text)) {
			return
		}
		s, err := read(`{"UserDetailList": [` + user("good-1", "") + "," + text + "," + user("good-2", "") + `], ` + noOthers + `}`)
		if err != nil {
			// Only an element of another account may spoil the file.
			require.ErrorAs(t, err, new(*collect.AccountError), "%v", err)
			return
		}
		details, err := iamhygiene.Authorization.Get(s)
		require.NoError(t, err)
		var names []string
		for _, u := range details.Users {
			names = append(names, u.Name)
		}
		require.Contains(t, names, "good-1")
		require.GreaterOrEqual(t, len(details.Users)+len(s.Errors()), 3, "what is not there is an error")
		if !strings.Contains(text, "good-2") {
			require.Contains(t, names, "good-2")
		}
		roundTrip(t, s)
	})
}

func read(text string) (*iamhygiene.Snapshot, error) {
	return collect.FromReaders(now, collect.Readers{AuthorizationDetails: strings.NewReader(text)},
		func(o *collect.FileOptions) { o.Account = "111122223333" })
}

func roundTrip(t *testing.T, s *iamhygiene.Snapshot) {
	text, err := json.Marshal(s)
	require.NoError(t, err)
	again, err := iamhygiene.ReadSnapshot(bytes.NewReader(text))
	require.NoError(t, err)
	want, _ := iamhygiene.Authorization.Partial(s)
	got, _ := iamhygiene.Authorization.Partial(again)
	wantText, err := json.Marshal(want)
	require.NoError(t, err)
	gotText, err := json.Marshal(got)
	require.NoError(t, err)
	require.JSONEq(t, string(wantText), string(gotText))
}
