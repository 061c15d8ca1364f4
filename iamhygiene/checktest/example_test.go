package checktest_test

import (
	"fmt"
	"testing/fstest"

	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

// printer prints what a test would fail with. In a test, pass the *testing.T.
type printer struct{}

func (printer) Helper()                           {}
func (printer) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }

// A fixture that wants the wrong thing fails with the difference.
func ExampleRunFS() {
	fixture := `
Carol has MFA, dan has none.
-- credential-report.rows --
carol password_enabled=true mfa_active=true
dan   password_enabled=true
-- want --
FAIL console-mfa carol
`
	checktest.RunFS(printer{}, fstest.MapFS{"mfa.txtar": {Data: []byte(fixture)}}, "*.txtar", consoleMFA())
	// Output:
	// checktest: mfa.txtar: the findings differ from the want lines (-missing +unexpected):
	// 	- FAIL console-mfa carol (line 7)
	// 	+ PASS console-mfa carol "carol has MFA"
	// 	+ FAIL console-mfa dan high "dan has a password without MFA"
}

// Snapshot makes accounts for tests of predicates.
func ExampleSnapshot() {
	s, err := checktest.Snapshot(`
-- credential-report.rows --
/eng/alice  password_enabled=true mfa_active=true
bob         access_key_1_active=true access_key_1_last_rotated=-100d
`)
	if err != nil {
		fmt.Println(err)
		return
	}
	for u, err := range s.Users() {
		if err != nil {
			fmt.Println(err)
			continue
		}
		keys, err := u.AccessKeys()
		fmt.Println(u.Name(), u.Path(), len(keys), err)
	}
	// Output:
	// bob / 1 <nil>
	// alice /eng/ 0 <nil>
}
