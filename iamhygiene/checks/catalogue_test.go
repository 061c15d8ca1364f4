package checks_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var presets = []checks.Preset{checks.Standard, checks.Strict, checks.Relaxed}

func ids(cs []iamhygiene.Check) []string {
	var out []string
	for _, c := range cs {
		out = append(out, c.Info().ID)
	}
	return out
}

func TestCatalogueValid(t *testing.T) {
	want := ids(checks.Catalogue(checks.Standard))
	for _, p := range presets {
		t.Run(p.String(), func(t *testing.T) {
			cs := checks.Catalogue(p)
			require.NoError(t, iamhygiene.Validate(cs), "ids are unique and well formed, datasets are known")
			assert.Equal(t, want, ids(cs), "a preset changes parameters, not what there is")
		})
	}
}

// Ids are never renamed or reused, and severities, controls and parameters of
// the presets are what users rely on: whoever changes one changes this file.
func TestCatalogueGolden(t *testing.T) {
	var out bytes.Buffer
	for i, c := range checks.Catalogue(checks.Standard) {
		info := c.Info()
		fmt.Fprintf(&out, "%s\n  %s: %s, %s", info.ID, info.Theme, info.Title, info.Severity)
		if info.OptIn {
			out.WriteString(", opt-in")
		}
		out.WriteString("\n")
		for _, f := range info.Frameworks {
			fmt.Fprintf(&out, "  covers %s\n", strings.Join(strings.Fields(f.Name+" "+f.Version+" "+f.ID), " "))
		}
		if len(info.Needs) > 0 {
			fmt.Fprintf(&out, "  needs %s\n", strings.Join(info.Needs, ", "))
		}
		if len(info.Uses) > 0 {
			fmt.Fprintf(&out, "  uses %s\n", strings.Join(info.Uses, ", "))
		}
		for _, name := range slices.Sorted(keysOf(info.Params)) {
			fmt.Fprintf(&out, "  %s = %s", name, info.Params[name])
			for _, p := range presets[1:] {
				if v := checks.Catalogue(p)[i].Info().Params[name]; v != info.Params[name] {
					fmt.Fprintf(&out, ", %s %s", p, v)
				}
			}
			out.WriteString("\n")
		}
	}
	const golden = "testdata/catalogue.golden"
	if *update {
		require.NoError(t, os.WriteFile(golden, out.Bytes(), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), out.String(), "run the test with -update where the change is meant")
}

func keysOf(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// The themes, as the package documentation lists them.
var themes = []string{"root", "users", "keys", "passwords", "policies", "roles", "principals", "account", "federation", "compute", "monitoring", "manual"}

var (
	sentence    = regexp.MustCompile(`^[A-Z][^\n]*\.$`)
	command     = regexp.MustCompile(`^aws [a-z0-9-]+ [a-z0-9-]+( \S| \S.*\S)?$`)
	placeholder = regexp.MustCompile(`<[a-z][a-z0-9A-Z -]*>`)
	parameter   = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	cisID       = regexp.MustCompile(`^[1-9]\.[0-9]{1,2}$`)
	hubID       = regexp.MustCompile(`^[A-Z][A-Za-z0-9]+\.[0-9]{1,2}$`)
	// What tutorials say and AWS does not offer.
	wrongAdvice = regexp.MustCompile(`(?i)(delete|disable) the root (user|account)|attach the password policy|put-policy|assign (a|the) role to (a|the) (user|bucket)`)
)

func TestInfoComplete(t *testing.T) {
	for _, c := range checks.Catalogue(checks.Standard) {
		info := c.Info()
		t.Run(info.ID, func(t *testing.T) {
			assert.Contains(t, themes, info.Theme)
			assert.Regexp(t, `^[A-Z]`, info.Title)
			assert.NotRegexp(t, `\.$`, info.Title, "a title is no sentence")
			assert.LessOrEqual(t, len(info.Title), 60, "a title fits a line of a report")
			assert.Regexp(t, sentence, info.Description)
			assert.Regexp(t, sentence, info.Risk)
			assert.Contains(t, iamhygiene.Severities(), info.Severity)
			assert.Regexp(t, sentence, info.Remediation.Text)
			if info.Theme == "manual" {
				assert.Empty(t, info.Remediation.Command, "no call does what no call shows")
			} else {
				assert.Regexp(t, command, info.Remediation.Command)
			}
			assert.NotContains(t, info.Remediation.Command, "arn:aws:", "the command must do in every partition")
			assert.NotRegexp(t, `[<>]`, placeholder.ReplaceAllString(info.Remediation.Command, ""), "placeholders are in angle brackets")
			assert.Regexp(t, `^https://docs\.aws\.amazon\.com/\S+\.html(#\S+)?$`, info.Remediation.URL)
			assert.NotEmpty(t, slices.Concat(info.Needs, info.Uses), "a check without data finds nothing")
			for _, n := range info.Uses {
				assert.NotContains(t, info.Needs, n, "a dataset is needed or used, not both")
			}
			for _, f := range info.Frameworks {
				if f.Name == "AWS Security Hub" {
					assert.Regexp(t, hubID, f.ID)
					continue
				}
				assert.Equal(t, "CIS AWS Foundations", f.Name)
				assert.Contains(t, []string{"1.4", "3.0", "5.0"}, f.Version)
				assert.Regexp(t, cisID, f.ID)
			}
			for name, value := range info.Params {
				assert.Regexp(t, parameter, name)
				assert.NotEmpty(t, value, name)
			}
			for _, text := range []string{info.Title, info.Description, info.Risk, info.Remediation.Text} {
				assert.NotRegexp(t, wrongAdvice, text)
				assert.NotContains(t, text, "  ", "two sentences are joined by one space")
			}
			assert.Equal(t, info, c.Info(), "the same value at each call")
		})
	}
}

// The name of the type is that of the check, so that who knows one finds the
// other; and its zero value is the check as Standard runs it.
func TestTypeOfCheck(t *testing.T) {
	for _, c := range checks.Catalogue(checks.Standard) {
		info := c.Info()
		t.Run(info.ID, func(t *testing.T) {
			typ := reflect.TypeOf(c)
			require.Equal(t, reflect.Struct, typ.Kind())
			assert.Equal(t, strings.ReplaceAll(info.ID, "-", ""), strings.ToLower(typ.Name()))
			assert.Equal(t, info, reflect.Zero(typ).Interface().(iamhygiene.Check).Info())
			for i := range typ.NumField() {
				assert.True(t, typ.Field(i).IsExported(), "%s: fields are parameters", typ.Field(i).Name)
			}
		})
	}
}

func TestAll(t *testing.T) {
	optIn := func(cs []iamhygiene.Check) int {
		return len(slices.DeleteFunc(slices.Clone(cs), func(c iamhygiene.Check) bool { return !c.Info().OptIn }))
	}
	catalogue := checks.Catalogue(checks.Standard)
	require.Positive(t, optIn(catalogue))
	assert.Equal(t, ids(checks.Catalogue(checks.Strict)), ids(checks.All(checks.Strict)), "strict runs everything")
	for _, p := range []checks.Preset{checks.Standard, checks.Relaxed} {
		all := checks.All(p)
		assert.Zero(t, optIn(all), p)
		assert.Len(t, all, len(catalogue)-optIn(catalogue), p)
	}
	t.Run("no preset", func(t *testing.T) {
		assert.Equal(t, checks.All(checks.Standard), checks.All(checks.Preset(9)), "an unknown preset must not be a lax one")
	})
	t.Run("the slice is the caller's", func(t *testing.T) {
		first := checks.All(checks.Standard)
		first[0] = nil
		assert.NotNil(t, checks.All(checks.Standard)[0])
	})
}

func TestSelect(t *testing.T) {
	all := ids(checks.All(checks.Standard))
	without := func(prefix string) []string {
		return slices.DeleteFunc(slices.Clone(all), func(id string) bool { return strings.HasPrefix(id, prefix) })
	}
	var rootIDs []string
	for _, id := range all {
		if strings.HasPrefix(id, "root-") {
			rootIDs = append(rootIDs, id)
		}
	}
	require.Contains(t, rootIDs, "root-mfa")
	tests := []struct {
		name       string
		reason     string
		preset     checks.Preset
		only, skip []string
		want       []string
	}{
		{"nothing named", "the same as All", checks.Standard, nil, nil, all},
		{"strict", "opt-in checks too", checks.Strict, nil, nil, ids(checks.Catalogue(checks.Strict))},
		{"one", "by its id", checks.Standard, []string{"root-mfa"}, nil, []string{"root-mfa"}},
		{"glob", "in the order of the catalogue", checks.Standard, []string{"root-*"}, nil, rootIDs},
		{"order of names", "the order of the names does not matter", checks.Standard, []string{"root-recent-use", "root-mfa"}, nil, []string{"root-mfa", "root-recent-use"}},
		{"twice", "a check named twice runs once", checks.Standard, []string{"root-mfa", "root-*"}, nil, rootIDs},
		{"skip", "all others run", checks.Standard, nil, []string{"password-*"}, without("password-")},
		{"only and skip", "skip wins", checks.Standard, []string{"root-*"}, []string{"root-mfa"}, slices.DeleteFunc(slices.Clone(rootIDs), func(id string) bool { return id == "root-mfa" })},
		{"skip all", "nothing is left, which is no error here", checks.Standard, []string{"root-mfa"}, []string{"root-mfa"}, nil},
		{"opt-in by id", "written out, it is asked for", checks.Standard, []string{"password-policy-expiry"}, nil, []string{"password-policy-expiry"}},
		{"opt-in by glob", "a glob does not turn it on", checks.Standard, []string{"password-policy-e*", "root-mfa"}, nil, []string{"root-mfa"}},
		{"opt-in by glob, strict", "strict turns it on anyway", checks.Strict, []string{"password-policy-e*"}, nil, []string{"password-policy-expiry"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := checks.Select(tt.preset, tt.only, tt.skip)
			require.NoError(t, err)
			assert.Equal(t, tt.want, ids(got), tt.reason)
		})
	}
	t.Run("the preset's parameters", func(t *testing.T) {
		got, err := checks.Select(checks.Strict, []string{"password-policy-length"}, nil)
		require.NoError(t, err)
		assert.Equal(t, []iamhygiene.Check{checks.PasswordPolicyLength{Min: 16}}, got)
	})
}

func TestSelectUnknown(t *testing.T) {
	tests := []struct{ name, reason, nearest string }{
		{"root-mfaa", "a letter too many", "root-mfa"},
		{"rot-mfa", "a letter too few", "root-mfa"},
		{"root_mfa", "an underscore for the hyphen", "root-mfa"},
		{"Root-MFA", "ids are lower case", "root-"},
		{"root-mfa-enabled", "a word too many must not favour longer ids", "root-mfa"},
		{"access-key-rotate", "another form of the word", "access-key-rotation"},
		{"password-policy-minimum-length", "a word too many", "password-policy-length"},
		{"passwordpolicyreuse", "without hyphens", "password-policy-reuse"},
		{"support-roles", "the plural", "support-role"},
		{"roles-*", "a glob that matches nothing", ""},
		{"[", "a malformed glob matches nothing", ""},
		{"", "the empty name is no check", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for kind, f := range map[string]func() ([]iamhygiene.Check, error){
				"only": func() ([]iamhygiene.Check, error) { return checks.Select(checks.Standard, []string{tt.name}, nil) },
				"skip": func() ([]iamhygiene.Check, error) {
					return checks.Select(checks.Standard, []string{"root-mfa"}, []string{tt.name})
				},
			} {
				got, err := f()
				assert.Nil(t, got, kind)
				assert.ErrorContains(t, err, fmt.Sprintf("checks: no check is called %q: did you mean %s", tt.name, tt.nearest), "%s: %s", kind, tt.reason)
			}
		})
	}
}
