package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// explainChecks prints all that there is to know about a check. A glob explains
// several.
func (f *flags) explainChecks(_ context.Context, p program) (int, error) {
	chosen, err := checks.Select(f.preset, []string{f.explain}, nil)
	if err != nil {
		return 0, err
	}
	for i, c := range chosen {
		if i > 0 {
			fmt.Fprintln(p.stdout)
		}
		e := explanation{w: p.stdout}
		if e.check(c, f.preset); e.err != nil {
			return 0, e.err
		}
	}
	return exitClean, nil
}

// An explanation is written in lines of 100 columns. A single word that is
// longer, such as a URL, is not broken.
type explanation struct {
	w   io.Writer
	err error // the first one of w
}

func (e *explanation) check(c iamhygiene.Check, preset checks.Preset) {
	info := c.Info()
	e.print(info.ID + ": " + info.Title)
	facts := fmt.Sprintf("severity %s, theme %s, version %d", info.Severity, info.Theme, max(info.Version, 1))
	if info.OptIn {
		facts += ", opt-in: runs with -preset strict, or where -checks names it"
	}
	e.item("", facts)
	e.section("Examines", info.Description)
	e.section("Risk", info.Risk)
	if len(info.Params) > 0 {
		e.print("", fmt.Sprintf("Parameters under the preset %s", preset))
		for _, name := range slices.Sorted(maps.Keys(info.Params)) {
			e.item(name, cmp.Or(info.Params[name], "-"))
		}
	}
	e.datasets(c)
	if len(info.Frameworks) > 0 {
		e.print("", "Controls")
		for _, c := range info.Frameworks {
			e.item("", strings.Join(strings.Fields(c.Name+" "+c.Version+" "+c.ID), " "))
		}
	}
	r := info.Remediation
	e.section("Remediation", r.Text)
	e.command(r.Command)
	e.item("", r.URL)
}

// datasets prints what the check looks at, which API operations give it, and
// the IAM actions that these take.
func (e *explanation) datasets(c iamhygiene.Check) {
	info := c.Info()
	if len(info.Needs)+len(info.Uses) == 0 {
		return
	}
	e.print("", "Data")
	for i, name := range slices.Concat(info.Needs, info.Uses) {
		how := "needs "
		if i >= len(info.Needs) {
			how = "uses "
		}
		e.item(how+name+":", cmp.Or(strings.Join(operations(name), ", "), "given by the caller, no API operation has it"))
	}
	e.item("IAM actions to grant:", strings.Join(actions(collect.RequiredPolicy(c)), ", "))
}

// operations returns the API operations that fill a dataset.
func operations(name string) []string {
	all := iamhygiene.StandardDatasets()
	if i := slices.IndexFunc(all, func(d iamhygiene.DatasetInfo) bool { return d.Name == name }); i >= 0 {
		return all[i].Operations
	}
	return nil
}

// actions returns the actions of a policy that package collect wrote. It knows
// those that are not called like an operation.
func actions(policy string) (all []string) {
	var document struct{ Statement []struct{ Action []string } }
	if json.Unmarshal([]byte(policy), &document) != nil {
		return nil // "": the check needs nothing
	}
	for _, s := range document.Statement {
		all = append(all, s.Action...)
	}
	return all
}

func (e *explanation) section(title, text string) {
	if text != "" {
		e.print("", title)
		e.item("", text)
	}
}

// item prints an indented text, wrapped below itself, behind a name if it has
// one.
func (e *explanation) item(name, text string) { e.wrap(name, text, "") }

// command prints a command. Where it takes several lines, they end in a
// backslash, so that it can be copied.
func (e *explanation) command(text string) { e.wrap("$", text, ` \`) }

func (e *explanation) wrap(name, text, lineEnd string) {
	if text == "" {
		return
	}
	indent, line := "  ", "  "+name
	if name != "" {
		indent = "    "
	}
	for word := range strings.FieldsSeq(text) {
		blank := strings.TrimSpace(line) == ""
		if !blank && len([]rune(line+lineEnd))+1+len([]rune(word)) > 100 {
			e.print(line + lineEnd)
			line, blank = indent, true
		}
		if !blank {
			line += " "
		}
		line += word
	}
	e.print(line)
}

func (e *explanation) print(lines ...string) {
	for _, line := range lines {
		if e.err == nil {
			_, e.err = fmt.Fprintln(e.w, line)
		}
	}
}
