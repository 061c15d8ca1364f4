package checks

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// ServiceCredentialLongLived is the check service-credential-long-lived:
// service-specific credentials of IAM users end, or are replaced.
type ServiceCredentialLongLived struct {
	// MaxAge is how long a credential may live, by its expiry or, without one,
	// by its age; zero means 90 days.
	MaxAge time.Duration
	// BearerServices are the services whose credentials are API keys that work
	// without a signature, which must have an expiry; nil means Amazon Bedrock
	// and Amazon CloudWatch Logs.
	BearerServices []string
}

// Info describes the check.
func (c ServiceCredentialLongLived) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "service-credential-long-lived", Theme: "keys", Severity: iamhygiene.SeverityMedium,
		Title:       "Service-specific credentials expire",
		Description: "Each active service-specific credential of an IAM user ends within the limit after it was created, or is no older than the limit. An API key without an expiry fails whatever its age: it is sent as it is, and nothing ever ends it. The credential report does not show these credentials.",
		Risk:        "Such a credential is a user name and password, or a bearer token, that no MFA protects and no rotation reaches.",
		Remediation: iamhygiene.Remediation{
			Text:    "Use temporary credentials: git-remote-codecommit, the SigV4 plug-ins for Amazon Keyspaces, short-term API keys for Amazon Bedrock. Delete the credential; where it must stay, create the next one with an expiry.",
			Command: "aws iam delete-service-specific-credential --user-name <user> --service-specific-credential-id <credential id>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html",
		},
		Needs:  []string{iamhygiene.ServiceCredentials.Name()},
		Params: map[string]string{"max_age": days(c.maxAge()), "bearer_services": list(c.bearerServices())},
	}
}

func (c ServiceCredentialLongLived) maxAge() time.Duration { return orDefault(c.MaxAge, 90*day) }

func (c ServiceCredentialLongLived) bearerServices() []string {
	if c.BearerServices != nil {
		return c.BearerServices
	}
	return []string{"bedrock.amazonaws.com", "logs.amazonaws.com"}
}

// Run evaluates the check for each service-specific credential.
func (c ServiceCredentialLongLived) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	arns := make(map[string]string)
	for u, err := range s.Users() {
		if err == nil {
			arns[u.Name()] = u.ARN()
		}
	}
	return each(ctx, s, parts(s, iamhygiene.ServiceCredentials, func(list []iamhygiene.ServiceCredential) []item[iamhygiene.ServiceCredential] {
		items := make([]item[iamhygiene.ServiceCredential], len(list))
		for i, v := range list {
			arn := arns[v.User]
			if arn == "" { // made since the other datasets
				arn = fmt.Sprintf("arn:%s:iam::%s:user/%s", s.Partition(), s.AccountID(), v.User)
			}
			id := shortID(v.ID)
			items[i] = item[iamhygiene.ServiceCredential]{
				snapshot: s, resource: arnResource(s, iamhygiene.TypeServiceCredential, arn, v.User+"/"+id), discriminator: id, value: v,
			}
		}
		return items
	}, nil), c.judge)
}

func (c ServiceCredentialLongLived) judge(x item[iamhygiene.ServiceCredential]) iamhygiene.Verdict {
	s, v, limit := x.snapshot, x.value, c.maxAge()
	name := "the credential " + x.resource.Name + " for " + v.Service
	switch {
	case v.Status == "Inactive" || v.Status == "Expired" || !v.Expires.IsZero() && !v.Expires.After(s.Now()):
		return iamhygiene.Passed(name + " is inactive or has expired")
	case v.Status != "Active" || v.Created.IsZero():
		return iamhygiene.Undecided(notInData(iamhygiene.ServiceCredentials, x.resource.ARN,
			"whether "+name+" is active, or when it was created, is not told"))
	}
	created := fact(s, iamhygiene.ServiceCredentials, x.discriminator+"/CreateDate", stamp(v.Created), "")
	if !v.Expires.IsZero() {
		life := v.Expires.Sub(v.Created)
		return iamhygiene.If(life <= limit,
			fmt.Sprintf("%s lives %s; the limit is %s", name, iamhygiene.Days(life), iamhygiene.Days(limit)),
			fmt.Sprintf("%s lives %s from its creation to its expiry; the limit is %s", name, over(life, limit), iamhygiene.Days(limit)),
			created, fact(s, iamhygiene.ServiceCredentials, x.discriminator+"/ExpirationDate", stamp(v.Expires), ""))
	}
	never := fact(s, iamhygiene.ServiceCredentials, x.discriminator+"/ExpirationDate", "none", "an expiry")
	// In China the names of services end in amazonaws.com.cn.
	if slices.Contains(c.bearerServices(), strings.TrimSuffix(v.Service, ".cn")) {
		return iamhygiene.Failed(name+" is an API key that never expires; an expiry is required", created, never)
	}
	age := s.Now().Sub(v.Created)
	return iamhygiene.If(age <= limit,
		fmt.Sprintf("%s never expires and is %s old; the limit is %s", name, iamhygiene.Days(age), iamhygiene.Days(limit)),
		fmt.Sprintf("%s never expires, is active and %s old; the limit is %s", name, over(age, limit), iamhygiene.Days(limit)),
		created, never, derived("age_days", wholeDays(age), "at most "+days(limit)))
}
