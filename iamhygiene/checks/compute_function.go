package checks

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// functions yields the Lambda functions, and an error for each Region that could
// not be read.
func functions(s *iamhygiene.Snapshot) iter.Seq2[item[iamhygiene.Function], error] {
	return inRegions(s, iamhygiene.Functions, nil, func(f iamhygiene.Function) item[iamhygiene.Function] {
		return item[iamhygiene.Function]{snapshot: s, resource: arnResource(s, iamhygiene.TypeFunction, f.ARN, f.Name), value: f}
	})
}

// noRole is the error that the role of a function, which every function has, is
// not in the data.
func noRole(f iamhygiene.Function) *iamhygiene.DataError {
	return notInData(iamhygiene.Functions, f.ARN, "the snapshot does not hold the role of the function "+f.Name)
}

// FunctionSharedRole is the check function-shared-role: Lambda functions have
// roles of their own.
type FunctionSharedRole struct {
	// Functions is how many functions on one role are too many; zero means 3.
	Functions int
}

// Info describes the check.
func (c FunctionSharedRole) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "function-shared-role", Theme: "compute", Severity: iamhygiene.SeverityLow,
		Title:       "Functions have their own role",
		Description: "Each execution role of Lambda functions is that of fewer functions than the limit, counted over all Regions. Where a Region could not be read a role below the limit is unknown.",
		Risk:        "A role for several functions holds the permissions of all of them, so a fault in one function reaches what only another needs.",
		Remediation: iamhygiene.Remediation{
			Text:    "Make a role for each function, or for each group of functions that need the same.",
			Command: "aws lambda update-function-configuration --function-name <function> --role <role ARN>",
			URL:     "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
		},
		Needs:  []string{iamhygiene.Functions.Name()},
		Params: map[string]string{"functions": strconv.Itoa(c.limit())},
	}
}

func (c FunctionSharedRole) limit() int {
	if c.Functions == 0 {
		return 3
	}
	return max(c.Functions, 1)
}

// Run evaluates the check for each execution role.
func (c FunctionSharedRole) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, c.roles(s), c.judge)
}

func (c FunctionSharedRole) roles(s *iamhygiene.Snapshot) iter.Seq2[item[[]string], error] {
	return func(yield func(item[[]string], error) bool) {
		by := make(map[string][]string)
		var lost []error
		for f, err := range functions(s) {
			if err != nil {
				lost = append(lost, err)
				continue
			}
			if f.value.Role == "" {
				lost = append(lost, &iamhygiene.SubjectError{Resource: f.resource, Err: noRole(f.value)})
				continue
			}
			by[f.value.Role] = append(by[f.value.Role], f.value.Name+" in "+f.value.Region)
		}
		for _, role := range sortedKeys(by) {
			slices.Sort(by[role])
			if !yield(item[[]string]{snapshot: s, resource: roleResource(s, role), value: by[role]}, nil) {
				return
			}
		}
		for _, err := range lost {
			if !yield(item[[]string]{}, err) {
				return
			}
		}
	}
}

func (c FunctionSharedRole) judge(x item[[]string]) iamhygiene.Verdict {
	n := len(x.value)
	evidence := []iamhygiene.Evidence{
		fact(x.snapshot, iamhygiene.Functions, "Role", list(firstNames(x.value)), ""),
		derived("functions", strconv.Itoa(n), "less than "+strconv.Itoa(c.limit())),
	}
	message := fmt.Sprintf("the role %s is that of %s; the limit is less than %d", x.resource.Name, count(n, "function", "functions"), c.limit())
	if n >= c.limit() {
		return iamhygiene.Failed(message, evidence...)
	}
	if err := unreadIn(x.snapshot, iamhygiene.Functions); err != nil { // there may be more
		return iamhygiene.Undecided(err, evidence...)
	}
	return iamhygiene.Passed(message, evidence...)
}

// FunctionRoleMissing is the check function-role-missing: the execution role of
// every Lambda function exists. It has no parameters.
type FunctionRoleMissing struct{}

// Info describes the check.
func (c FunctionRoleMissing) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "function-role-missing", Theme: "compute", Severity: iamhygiene.SeverityMedium,
		Title:       "Function role exists",
		Description: "The execution role of each Lambda function is a role of the account, by its ARN. Lambda asks for a role when a function is made, but not that it stays. A role of another account is not judged.",
		Risk:        "The function fails, and whoever may create roles can give it any permissions by making one of that name.",
		Remediation: iamhygiene.Remediation{
			Text:    "Give the function a role that exists, or delete it where nobody misses it.",
			Command: "aws lambda update-function-configuration --function-name <function> --role <role ARN>",
			URL:     "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
		},
		Needs: []string{iamhygiene.Functions.Name(), iamhygiene.Authorization.Name()},
	}
}

// Run evaluates the check for each function.
func (c FunctionRoleMissing) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, functions(s), c.judge)
}

func (c FunctionRoleMissing) judge(x item[iamhygiene.Function]) iamhygiene.Verdict {
	f := x.value
	if f.Role == "" {
		return iamhygiene.Undecided(noRole(f))
	}
	evidence := fact(x.snapshot, iamhygiene.Functions, "Role", f.Role, "a role of the account")
	if a := accountIn(f.Role); a != "" && a != x.snapshot.AccountID() {
		return iamhygiene.Inapplicable("the role of the function "+f.Name+" belongs to the account "+a, evidence)
	}
	exists, err := existingRole(x.snapshot, f.Role)
	if !exists && err != nil {
		return iamhygiene.Undecided(err, evidence)
	}
	return iamhygiene.If(exists,
		"the function "+f.Name+" in "+f.Region+" has the role "+lastName(f.Role),
		"the function "+f.Name+" in "+f.Region+" has the role "+lastName(f.Role)+", which does not exist", evidence)
}

// FunctionStaticKeys is the check function-static-keys: no Lambda function holds
// access keys in its environment. It has no parameters.
type FunctionStaticKeys struct{}

// Info describes the check.
func (c FunctionStaticKeys) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "function-static-keys", Theme: "compute", Severity: iamhygiene.SeverityHigh,
		Title:       "No static keys in functions",
		Description: "No environment variable of a Lambda function is called AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY, and none has a value that holds a long-term access key id. The values are not in the snapshot. A function whose variables could not be decrypted is unknown.",
		Risk:        "Whoever may read the configuration of the function has the key, which works from anywhere and until somebody replaces it.",
		Remediation: iamhygiene.Remediation{
			Text:    "Let the function use its execution role, or assume another role for a foreign account; then delete the variables and the key.",
			Command: "aws lambda update-function-configuration --function-name <function> --environment <variables>",
			URL:     "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
		},
		Needs: []string{iamhygiene.Functions.Name()},
	}
}

// Run evaluates the check for each function.
func (c FunctionStaticKeys) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, functions(s), c.judge)
}

func (c FunctionStaticKeys) judge(x item[iamhygiene.Function]) iamhygiene.Verdict {
	f := x.value
	var names []string
	for _, v := range f.Variables {
		if v == "AWS_ACCESS_KEY_ID" || v == "AWS_SECRET_ACCESS_KEY" {
			names = append(names, v)
		}
	}
	for _, v := range f.KeyVariables {
		if !slices.Contains(names, v) {
			names = append(names, v)
		}
	}
	where := "the function " + f.Name + " in " + f.Region
	switch {
	case len(names) > 0:
		slices.Sort(names)
		return iamhygiene.Failed(where+" holds an access key in "+strings.Join(names, ", "),
			fact(x.snapshot, iamhygiene.Functions, "Environment/Variables", list(names), "none with a key"))
	case f.VariablesError != "":
		e := notInData(iamhygiene.Functions, f.ARN, "Lambda could not decrypt the environment variables of "+f.Name+" ("+f.VariablesError+"); the caller needs kms:Decrypt on the key")
		e.Code, e.Action = f.VariablesError, "kms:Decrypt"
		return iamhygiene.Undecided(e)
	}
	return iamhygiene.Passed(where+" holds no access key in its environment",
		fact(x.snapshot, iamhygiene.Functions, "Environment/Variables", list(f.Variables), "none with a key"))
}
