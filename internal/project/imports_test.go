// Package project tests the module as a whole: who may import whom, and that
// the documentation names what exists.
package project_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/iamhygiene/sdk"

// A rule says what a package may import, directly and transitively, beside
// the standard library. Entries name a module, or a package of this module; a
// trailing "/..." includes what is below.
type rule struct {
	pkg    string   // a package of this module, or a tree with "/..."
	except []string // packages of the tree that have a rule of their own
	allow  []string
	never  []string // packages that must not be compiled at all
	why    string
}

const (
	gocsv = "github.com/gocarina/gocsv"
	aws   = "github.com/aws/..."

	service = "github.com/aws/aws-sdk-go-v2/service/"
)

var (
	fakesMay   = []string{aws, gocsv, module + "/fakes/...", module + "/policyeval/...", module + "/internal/...", module + "/credreport"}
	collectMay = []string{
		aws, gocsv, module + "/policyeval/...", module + "/credreport", module + "/iamhygiene", module + "/iamhygiene/internal/...",
		module + "/internal/...", "golang.org/x/sync/errgroup",
	}
	// heavy are the clients that one package of the kit has.
	heavy = []string{service + "ec2", service + "lambda"}
	// withEC2 are packages that would bring EC2 along.
	withEC2 = []string{module + "/fakes/ec2fake", module + "/fakes/ready"}
)

var rules = []rule{
	{pkg: "", why: "the map of the module imports nothing"},
	{pkg: "internal/...", why: "shared helpers stay free of dependencies"},
	{pkg: "policyeval", allow: []string{module + "/policyeval/internal/...", module + "/internal/..."}, why: "the evaluator is standard library only"},
	{pkg: "policyeval/catalog", allow: []string{module + "/policyeval/..."}, why: "the catalogue needs nothing but the evaluator"},
	{pkg: "policyeval/permissions", allow: []string{module + "/policyeval/...", module + "/internal/..."}, why: "questions about policies are standard library only"},
	{pkg: "policyeval/internal/...", allow: []string{module + "/policyeval/..."}, why: "the evaluator is standard library only"},
	{pkg: "policyeval/policytest", allow: []string{module + "/policyeval/...", module + "/internal/..."}, why: "policy tests need no account"},
	{pkg: "credreport", allow: []string{gocsv, module + "/internal/..."}, why: "reports need a CSV library only"},
	{pkg: "iamhygiene", allow: []string{gocsv, module + "/policyeval/...", module + "/credreport", module + "/internal/...", "golang.org/x/sync/errgroup"}, why: "whoever embeds the kit compiles no AWS service"},
	{pkg: "iamhygiene/access", allow: []string{gocsv, module + "/policyeval/...", module + "/credreport", module + "/iamhygiene", module + "/internal/...", "golang.org/x/sync/errgroup"}, why: "questions see data, never an API"},
	{pkg: "iamhygiene/escalation", allow: []string{gocsv, module + "/policyeval/...", module + "/credreport", module + "/iamhygiene", module + "/iamhygiene/access", module + "/internal/...", "golang.org/x/sync/errgroup"}, why: "questions see data, never an API"},
	{pkg: "iamhygiene/checks", allow: []string{gocsv, module + "/policyeval/...", module + "/credreport", module + "/iamhygiene", module + "/iamhygiene/access", module + "/iamhygiene/escalation", module + "/internal/...", "golang.org/x/sync/errgroup"}, why: "checks see data, never an API"},
	{pkg: "iamhygiene/report", allow: []string{gocsv, module + "/policyeval/...", module + "/credreport", module + "/iamhygiene", module + "/internal/...", "golang.org/x/sync/errgroup"}, why: "reports see findings, never an API"},
	{pkg: "iamhygiene/yamlfile", allow: []string{gocsv, module + "/policyeval/...", module + "/credreport", module + "/iamhygiene", module + "/internal/...", "golang.org/x/sync/errgroup", "go.yaml.in/yaml/v3"}, why: "only who reads YAML compiles a YAML library"},
	{pkg: "iamhygiene/checktest", allow: []string{gocsv, module + "/policyeval/...", module + "/credreport", module + "/iamhygiene", module + "/iamhygiene/internal/...", module + "/internal/...", "golang.org/x/sync/errgroup", "golang.org/x/tools/txtar"}, why: "a check's tests compile no AWS service"},
	{pkg: "iamhygiene/collect", allow: collectMay, never: heavy, why: "EC2 alone costs a minute of compilation; whoever collects instances and functions imports collect/compute"},
	{pkg: "iamhygiene/collect/compute", allow: append([]string{module + "/iamhygiene/collect"}, collectMay...), never: []string{module + "/fakes/..."}, why: "compute adds two services to collect, and nothing else"},
	{pkg: "iamhygiene/...", except: []string{"iamhygiene/collect/compute"}, allow: []string{"..."}, never: append([]string{module + "/iamhygiene/collect/compute"}, heavy...), why: "one package of the kit has EC2 and Lambda, and none of the others brings it along"},
	{pkg: "fakes", allow: fakesMay, never: append([]string{
		module + "/iamhygiene/...", service + "cloudtrail", service + "cloudwatch", service + "cloudwatchlogs", service + "configservice",
		service + "ec2", service + "eventbridge", service + "lambda", service + "sns", service + "ssoadmin",
	}, withEC2...), why: "fakes serve other people's tests and must build fast: other services have packages of their own; reports are loaded by the package that reads them, so that both see the same"},
	{pkg: "fakes/...", except: []string{"fakes/ec2fake", "fakes/ready"}, allow: fakesMay, never: append([]string{module + "/iamhygiene/...", service + "ec2"}, withEC2...), why: "EC2 alone costs a minute of compilation, so one package has it"},
	{pkg: "fakes/internal/...", allow: fakesMay, never: []string{service + "ec2", service + "lambda", module + "/fakes"}, why: "models do not know the accounts of tests"},
	{pkg: "fakes/ec2fake", allow: fakesMay, never: []string{module + "/iamhygiene/..."}, why: "fakes know nothing of the kit"},
	{pkg: "examples/scan", allow: []string{"..."}, never: append([]string{module + "/fakes/...", module + "/iamhygiene/collect/compute"}, heavy...), why: "the first command of the README must build fast: instances and functions are behind the build tag compute"},
	{pkg: "examples/orgscan", allow: []string{"..."}, never: append([]string{module + "/iamhygiene/collect/compute"}, append(heavy, withEC2...)...), why: "EC2 alone costs a minute of compilation"},
	{pkg: "fakes/ready", allow: fakesMay, never: []string{module + "/iamhygiene/..."}, why: "ready-made accounts have all models, and nothing of the kit"},
}

type listed struct {
	ImportPath string
	Standard   bool
	Deps       []string
}

func TestImports(t *testing.T) {
	packages := list(t, "-deps", module+"/...")
	standard := make(map[string]bool)
	byPath := make(map[string]listed)
	for _, p := range packages {
		standard[p.ImportPath] = p.Standard
		byPath[p.ImportPath] = p
	}
	for _, r := range rules {
		full := strings.TrimSuffix(module+"/"+r.pkg, "/")
		for path, p := range byPath {
			if !in(path, full) || slices.ContainsFunc(r.except, func(x string) bool { return in(path, module+"/"+x) }) {
				continue
			}
			for _, dep := range p.Deps {
				if standard[dep] {
					continue
				}
				allowed := slices.ContainsFunc(r.allow, func(a string) bool { return in(dep, a) }) || strings.HasSuffix(r.pkg, "/...") && in(dep, full)
				forbidden := slices.ContainsFunc(r.never, func(a string) bool { return in(dep, a) })
				if !allowed || forbidden {
					t.Errorf("%s must not import %s: %s", path, dep, r.why)
				}
			}
		}
	}
}

// TestRulesCoverPackages fails for a new package that no rule speaks of.
func TestRulesCoverPackages(t *testing.T) {
	for _, p := range list(t, module+"/...") {
		rest := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		if strings.HasPrefix(rest, "examples/") || strings.HasPrefix(rest, "fakes/") || strings.HasPrefix(rest, "iamhygiene/collect/") || strings.HasPrefix(rest, "iamhygiene/internal/") {
			continue
		}
		covered := slices.ContainsFunc(rules, func(r rule) bool { return in(p.ImportPath, strings.TrimSuffix(module+"/"+r.pkg, "/")) })
		if !covered {
			t.Errorf("no import rule covers %s: add one", p.ImportPath)
		}
	}
}

// TestTopLevel keeps the top level to the layout: a new folder needs a reason.
func TestTopLevel(t *testing.T) {
	known := []string{"", "credreport", "examples", "fakes", "iamhygiene", "internal", "policyeval"}
	for _, p := range list(t, module+"/...") {
		rest := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		top, _, _ := strings.Cut(rest, "/")
		if !slices.Contains(known, top) {
			t.Errorf("%s is a new top-level folder", top)
		}
	}
}

// in reports whether the path is the pattern, or below it for "x/...".
func in(path, pattern string) bool {
	if tree, ok := strings.CutSuffix(pattern, "..."); ok {
		tree = strings.TrimSuffix(tree, "/")
		return tree == "" || path == tree || strings.HasPrefix(path, tree+"/")
	}
	return path == pattern
}

func list(t *testing.T, args ...string) []listed {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("the go command is not on the PATH")
	}
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Standard,Deps"}, args...)...)
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		require.NoError(t, err, "go list: %s", exit.Stderr)
	}
	require.NoError(t, err)
	var packages []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		err := dec.Decode(&p)
		if err == io.EOF {
			return packages
		}
		require.NoError(t, err)
		packages = append(packages, p)
	}
}
