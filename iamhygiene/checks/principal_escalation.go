package checks

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// PrincipalPrivilegeEscalation is the check principal-privilege-escalation:
// nobody can gain more permissions than they were given.
type PrincipalPrivilegeEscalation struct {
	// MinConfidence leaves out steps that the data prove less well; zero means
	// medium.
	MinConfidence escalation.Confidence
}

// Info describes the check.
func (c PrincipalPrivilegeEscalation) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "principal-privilege-escalation", Theme: "principals", Severity: iamhygiene.SeverityHigh,
		Title: "No escalation path",
		Description: "No IAM user or role can become another principal with more permissions, or change its own, by one of the methods of package escalation; its effective permissions are asked for each action on the resources that the method needs. " +
			"The severity follows from how well the data prove it. The steps are the shortest path to an administrator, or else the most certain step. Not applicable to administrators. Methods that need a dataset which was not collected are named.",
		Risk: "The permissions that were granted are not those that count: one call turns a small role into an administrator.",
		Remediation: iamhygiene.Remediation{
			Text:    "Name the resources in the statements of the evidence, and condition iam:PassRole on iam:PassedToService. For those who manage IAM, allow it only with a permissions boundary on what they make.",
			Command: "aws iam put-role-permissions-boundary --role-name <role> --permissions-boundary <policy ARN>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
		},
		Needs:  []string{iamhygiene.Authorization.Name()},
		Uses:   append(effectiveData(), iamhygiene.CredentialReport.Name(), iamhygiene.Instances.Name(), iamhygiene.InstanceProfiles.Name(), iamhygiene.Functions.Name(), iamhygiene.SAMLProviders.Name()),
		Params: map[string]string{"min_confidence": c.minConfidence().String()},
	}
}

func (c PrincipalPrivilegeEscalation) minConfidence() escalation.Confidence {
	if c.MinConfidence == 0 {
		return escalation.Medium
	}
	return c.MinConfidence
}

// Run evaluates the check for each IAM user and role.
func (c PrincipalPrivilegeEscalation) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachPrincipal(ctx, s, c.judge)
}

func (c PrincipalPrivilegeEscalation) judge(p powers) iamhygiene.Verdict {
	if p.role != nil && p.role.ServiceLinked() {
		return iamhygiene.Inapplicable(p.String() + " is service-linked: only its service uses it")
	}
	if p.principal.Admin.Status == escalation.EffectiveAdministrator {
		return iamhygiene.Inapplicable(p.String() + " is an administrator already: principal-effective-admin decides")
	}
	edges := slices.DeleteFunc(slices.Clone(p.principal.Edges), func(e escalation.Edge) bool { return e.Confidence < c.minConfidence() })
	skipped := notEvaluated(p.principal)
	if len(edges) > 0 {
		return c.failure(p, edges, skipped)
	}
	if e := unsure(p.snapshot, p.principal, c.minConfidence(), false); e != nil {
		return iamhygiene.Undecided(e)
	}
	if len(skipped) > 0 {
		return iamhygiene.Undecided(skippedError(p.snapshot, p.principal), skipped...)
	}
	return iamhygiene.Passed(p.String() + " can gain no permissions by a known method")
}

func (c PrincipalPrivilegeEscalation) failure(p powers, edges []escalation.Edge, skipped []iamhygiene.Evidence) iamhygiene.Verdict {
	worst := slices.MaxFunc(edges, func(a, b escalation.Edge) int { return int(a.Confidence) - int(b.Confidence) }).Confidence
	var methods []string
	var evidence []iamhygiene.Evidence
	for i := range edges {
		e := &edges[i]
		if slices.Contains(methods, e.Method) {
			continue
		}
		methods = append(methods, e.Method)
		if len(methods) > maxMethods {
			continue
		}
		evidence = append(evidence, derived("method", fmt.Sprintf("%s (%s) reaches %s", e.Method, e.Confidence, reached(e)), ""))
		evidence = append(evidence, edgeFacts(p.snapshot, e)...)
	}
	if why := p.graph.SCPsUnread(); why != "" {
		evidence = append(evidence, derived("scp", "unread", ""))
	}
	path := p.principal.Path
	steps := []iamhygiene.Step{edges[0].Step()}
	message := fmt.Sprintf("%s can gain permissions by %s", p, list(firstNames(methods)))
	if len(path) > 0 && path.Confidence() >= c.minConfidence() {
		steps = path.Steps()
		message += fmt.Sprintf("; %s to an administrator", count(len(path), "step", "steps"))
	}
	v := iamhygiene.Failed(message, append(evidence, skipped...)...).At(severityOf(worst))
	v.Steps = steps
	return v
}

// maxMethods is how many methods a finding gives the statements of.
const maxMethods = 8

// reached is how evidence calls what a step leads to.
func reached(e *escalation.Edge) string {
	switch {
	case e.To == escalation.Administrator:
		return "an administrator"
	case strings.HasPrefix(e.To, escalation.Widened):
		return "more permissions"
	}
	return e.To
}

func severityOf(c escalation.Confidence) iamhygiene.Severity {
	switch c {
	case escalation.High:
		return iamhygiene.SeverityHigh
	case escalation.Medium:
		return iamhygiene.SeverityMedium
	}
	return iamhygiene.SeverityLow
}

// notEvaluated names the methods that could not be decided, by dataset.
func notEvaluated(p *escalation.Principal) []iamhygiene.Evidence {
	byDataset := make(map[string][]string)
	var order []string
	for _, s := range p.NotEvaluated {
		if byDataset[s.Dataset] == nil {
			order = append(order, s.Dataset)
		}
		byDataset[s.Dataset] = append(byDataset[s.Dataset], s.Method)
	}
	var out []iamhygiene.Evidence
	for _, d := range order {
		out = append(out, derived("not evaluated: "+d, list(firstNames(byDataset[d])), ""))
	}
	return out
}

// skippedError says which dataset is missing.
func skippedError(s *iamhygiene.Snapshot, p *escalation.Principal) error {
	skipped := p.NotEvaluated[0]
	var err error
	switch skipped.Dataset {
	case iamhygiene.Instances.Name():
		_, err = iamhygiene.Instances.Get(s)
	case iamhygiene.InstanceProfiles.Name():
		_, err = iamhygiene.InstanceProfiles.Get(s)
	case iamhygiene.Functions.Name():
		_, err = iamhygiene.Functions.Get(s)
	case iamhygiene.SAMLProviders.Name():
		_, err = iamhygiene.SAMLProviders.Get(s)
	}
	if err != nil {
		return err
	}
	return &iamhygiene.DataError{
		Dataset: skipped.Dataset, Scope: p.ARN, Code: iamhygiene.CodeNotInData,
		Message: strings.TrimPrefix(skipped.Reason, "cannot decide: "),
	}
}
