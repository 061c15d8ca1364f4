package checks

import (
	"context"
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// InstanceAdminRole is the check instance-admin-role: what runs on an EC2
// instance is no administrator. It has no parameters.
type InstanceAdminRole struct{}

// Info describes the check.
func (c InstanceAdminRole) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "instance-admin-role", Theme: "compute", Severity: iamhygiene.SeverityCritical,
		Title: "Instance role is not powerful",
		Description: "No role that EC2 may assume is an administrator by its effective permissions, or can gain permissions by a step that the data prove. The severity is high where no instance that was read carries the role. " +
			"Not applicable to roles that EC2 may not assume.",
		Risk: "Whoever finds a hole in the application, or can make it fetch a URL, has the role's credentials.",
		Remediation: iamhygiene.Remediation{
			Text:    "Give the role the actions and resources of the application, and require IMDSv2 on the instances meanwhile.",
			Command: "aws iam detach-role-policy --role-name <role> --policy-arn <policy ARN>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
		Uses:  append(effectiveData(), iamhygiene.Instances.Name(), iamhygiene.InstanceProfiles.Name()),
	}
}

// Run evaluates the check for each role.
func (c InstanceAdminRole) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachTrust(ctx, s, func(t *trust) iamhygiene.Verdict { return c.judge(ctx, t) })
}

func (c InstanceAdminRole) judge(ctx context.Context, t *trust) iamhygiene.Verdict {
	name, s := t.role.Detail().Name, t.role.Snapshot()
	service := "service:ec2.amazonaws.com"
	if s.Partition() == "aws-cn" && !t.ask("sts:AssumeRole", service, nil).CanBeAllowed() {
		service = "service:ec2.amazonaws.com.cn"
	}
	if t.role.ServiceLinked() || !t.ask("sts:AssumeRole", service, nil).CanBeAllowed() {
		return iamhygiene.Inapplicable("EC2 may not assume the role " + name)
	}
	p, err := arnPowers(ctx, s, t.role.Detail().ARN)
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if p == nil {
		return iamhygiene.Undecided(notInData(iamhygiene.Authorization, t.role.Detail().ARN, "the policies of the role "+name+" are not known"))
	}
	privileged := privilegeOf(s, p, false)
	if privileged.why == "" {
		if e := unsure(s, p, escalation.High, false); e != nil {
			return iamhygiene.Undecided(e)
		}
		return iamhygiene.Passed("the role " + name + " of EC2 instances is not privileged")
	}
	carriers, hidden := carriersOf(t.role)
	evidence := append([]iamhygiene.Evidence{fact(s, iamhygiene.Instances, "IamInstanceProfile", list(firstNames(carriers)), "")}, privileged.evidence...)
	message := "the role " + name + " of " + count(len(carriers), "instance", "instances") + " " + privileged.why + "; an application must not be"
	v := iamhygiene.Failed(message, evidence...)
	v.Steps = privileged.steps
	// That no instance carries it must be known to count as the lesser case.
	if len(carriers) == 0 && hidden == nil {
		v = v.At(iamhygiene.SeverityHigh)
	}
	return v
}

// carriersOf returns the ids of the instances that carry the role and are not
// terminated. The error says that there may be more.
func carriersOf(r *iamhygiene.Role) (ids []string, hidden error) {
	s, arn := r.Snapshot(), r.Detail().ARN
	profiles := slices.Clone(r.Detail().InstanceProfiles)
	if listed, ok := iamhygiene.InstanceProfiles.Partial(s); ok {
		for _, p := range listed {
			if slices.Contains(p.Roles, arn) {
				profiles = append(profiles, p.ARN)
			}
		}
	}
	all, _ := iamhygiene.Instances.Partial(s)
	for _, i := range all.Items {
		if i.State != "terminated" && i.State != "shutting-down" && slices.Contains(profiles, i.Profile) {
			ids = append(ids, i.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), unread(s, iamhygiene.Instances)
}

// FunctionAdminRole is the check function-admin-role: a Lambda function is no
// administrator. It has no parameters.
type FunctionAdminRole struct{}

// Info describes the check.
func (c FunctionAdminRole) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "function-admin-role", Theme: "compute", Severity: iamhygiene.SeverityHigh,
		Title:       "Function role is not powerful",
		Description: "The execution role of each Lambda function is no administrator by its effective permissions, and cannot gain permissions by a step that the data prove. Not applicable to functions whose role belongs to another account or does not exist, which function-role-missing looks at.",
		Risk:        "Whoever may change the function's code, or finds a hole in it, has the role's permissions.",
		Remediation: iamhygiene.Remediation{
			Text:    "Give the function a role with the actions and resources that its code uses.",
			Command: "aws lambda update-function-configuration --function-name <function> --role <role ARN>",
			URL:     "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
		},
		Needs: []string{iamhygiene.Functions.Name(), iamhygiene.Authorization.Name()},
		Uses:  effectiveData(),
	}
}

// Run evaluates the check for each function.
func (c FunctionAdminRole) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, functions(s), func(x item[iamhygiene.Function]) iamhygiene.Verdict {
		f := x.value
		name := "the function " + f.Name + " in " + f.Region
		p, err := arnPowers(ctx, s, f.Role)
		if err != nil {
			return iamhygiene.Undecided(err)
		}
		if p == nil {
			if arnResource(s, iamhygiene.TypeRole, f.Role, "").Account == s.AccountID() {
				exists, err := existingRole(s, f.Role)
				if err != nil {
					return iamhygiene.Undecided(err)
				}
				if exists {
					return iamhygiene.Undecided(notInData(iamhygiene.Authorization, f.Role, "the policies of the role "+f.Role+" are not known"))
				}
			}
			return iamhygiene.Inapplicable(name + " has no role of this account")
		}
		privileged := privilegeOf(s, p, false)
		if privileged.why == "" {
			if e := unsure(s, p, escalation.High, false); e != nil {
				return iamhygiene.Undecided(e)
			}
			return iamhygiene.Passed(name+" is not privileged", fact(s, iamhygiene.Functions, "Role", f.Role, ""))
		}
		v := iamhygiene.Failed(name+" has the role "+p.Name+", which "+privileged.why+"; a function must not be privileged",
			append([]iamhygiene.Evidence{fact(s, iamhygiene.Functions, "Role", f.Role, "")}, privileged.evidence...)...)
		v.Steps = privileged.steps
		return v
	})
}
