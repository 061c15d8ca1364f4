package policygen

import (
	"strings"

	"github.com/iamhygiene/sdk/policyeval/internal/reference"
)

// request is what documents are written about.
type request struct{ action, resource string }

// subject is an action with resources it is asked about.
func (s *Source) subject() (action, resource string) {
	switch s.n(12) {
	case 7:
		return pick(s, "sts:AssumeRole", "sts:TagSession", "sts:AssumeRoleWithSAML", "STS:assumerole"), pick(s, "arn:aws:iam::"+home+":role/T", "arn:aws:iam::"+abroad+":role/T")
	case 8:
		return pick(s, "kms:Decrypt", "kms:CreateAlias", "kms:DeleteAlias"), pick(s, "arn:aws:kms:eu:"+home+":key/1", "arn:aws:kms:eu:"+abroad+":key/1", "arn:aws:kms:eu:"+home+":alias/a", "arn:aws:kms:eu:"+home+":alias/aws/s3")
	case 9:
		return pick(s, "iam:DeleteRole", "iam:GetRole", "iam:PutRolePolicy"), pick(s, "arn:aws:iam::"+home+":role/T", "arn:aws:iam::"+home+":role/aws-reserved/x/T", "arn:aws:iam::"+home+":role/aws-service-role/x.amazonaws.com/T")
	case 10:
		return pick(s, "iam:GetPolicy", "iam:CreatePolicyVersion"), pick(s, "arn:aws:iam::aws:policy/P", "arn:aws:iam::"+home+":policy/P")
	case 11:
		return "sts:GetCallerIdentity", "*"
	}
	return pick(s, "s3:GetObject", "s3:PutObject", "s3:ListAllMyBuckets"),
		pick(s, "arn:aws:s3:::b/k", "arn:aws:s3:::b/k", "arn:aws:s3:::b", "arn:aws:s3:::b/x/y", "arn:aws:s3:::b/*", "*", "arn:aws:s3:::b/alice", "arn:aws:sqs:eu:"+home+":q", "arn:aws:sqs:eu:"+abroad+":q", "arn:aws:s3:::b/é:k", "arn:aws-cn:s3:::b/k")
}

// principalOf fills the principal and what may accompany it.
func (s *Source) principalOf(r *reference.Request) {
	iam, sts := "arn:aws:iam::"+home+":", "arn:aws:sts::"+home+":"
	switch s.n(16) {
	default:
		r.Principal = pick(s, iam+"user/a", iam+"user/p/b", "arn:aws-cn:iam::"+home+":user/a")
		if s.one(3) {
			r.UniqueID = pick(s, "AIDAX", "AIDAZ")
		}
	case 5, 6, 7:
		r.Principal = pick(s, sts+"assumed-role/R/s", sts+"assumed-role/R/t")
		if s.one(2) {
			r.Role = pick(s, iam+"role/R", iam+"role/p/R")
		}
		if s.one(3) {
			r.UniqueID = "AROAX"
		}
	case 8, 9:
		r.Principal = pick(s, iam+"role/R", iam+"role/p/R")
		if s.one(3) {
			r.UniqueID = "AROAX"
		}
	case 10, 11:
		r.Principal = sts + "federated-user/f"
		switch s.n(4) {
		case 0, 1:
			r.Issuer = iam + "user/a"
		case 2:
			r.Issuer = iam + "root"
		}
		if s.one(4) {
			r.UniqueID = "AIDAX"
		}
	case 12:
		r.Principal = iam + "root"
	case 13:
		r.Principal = "service:ec2.amazonaws.com"
	case 14:
		r.Principal = "anonymous"
	case 15:
		r.Principal = pick(s, iam+"saml-provider/P", "federated:accounts.example.com", iam+"role/aws-service-role/x.amazonaws.com/L")
	}
	if strings.Contains(r.Principal, home) && !strings.Contains(r.Principal, "provider") && s.one(3) {
		r.CanonicalUser = pick(s, "c1", "c3")
	}
	if s.fault() {
		r.Principal = pick(s, "", "bob", "arn:aws:iam::"+home+":group/g", "arn:aws:s3:::b", "service:")
	}
	if s.fault() {
		r.Issuer, r.Role = iam+"user/a", iam+"role/Z"
	}
}

// contextValue is one value that a request may hold.
func (s *Source) contextValue(key string) string {
	if s.one(8) {
		return s.malformed()
	}
	switch key {
	case "k:n":
		return s.number()
	case "k:d":
		return s.date()
	case "k:i", "aws:SourceIp":
		return s.address()
	case "k:t", "aws:MultiFactorAuthPresent":
		return s.truthText()
	case "k:r":
		return s.arn()
	case "k:y":
		return s.binary()
	case "k:e":
		return ""
	case "aws:CalledVia":
		return pick(s, "x", "ec2.amazonaws.com")
	}
	return s.text()
}

// contextOf fills the context and what is declared unknown.
func (s *Source) contextOf(r *reference.Request) {
	r.Context = map[string]reference.Values{}
	for range s.n(5) {
		key := pick(s, "k:a", "k:b", "k:m", "k:n", "k:d", "k:i", "k:t", "k:r", "k:y", "k:e", "K:A", "aws:SourceIp", "aws:MultiFactorAuthPresent",
			"aws:CalledVia", "aws:PrincipalOrgID", "aws:FederatedProvider", "aws:SourceVpc")
		values := reference.Values{s.contextValue(key)}
		switch {
		case key == "k:m" || s.one(8):
			values = append(values, s.contextValue(key))
		case s.one(20):
			values = reference.Values{}
		}
		r.Context[key] = values
	}
	if s.one(4) {
		r.PrincipalTags = map[string]string{"t": s.text()}
		if s.one(6) {
			r.PrincipalTags["T"] = s.text()
		}
	}
	if s.one(5) {
		r.RequestTags = map[string]string{pick(s, "t", "u"): s.text(), "v": "x"}
		if s.one(8) {
			r.RequestTags = map[string]string{}
		}
	}
	if s.one(6) {
		r.ResourceTags = map[string]string{"t": s.text()}
	}
	if s.one(4) {
		r.Time = pick(s, "2024-01-01T00:00:00Z", "2024-01-01T00:00:00.5Z", "2023-12-31T19:00:00-05:00")
	}
	if s.one(3) {
		for range 1 + s.n(4) {
			r.Unknown = append(r.Unknown, s.key())
		}
	}
	if s.one(12) {
		r.Unknown = append(r.Unknown, pick(s, "resource:Policy", "resource:Policy", "resource:Account", "principal:UniqueId", "principal:SessionName", "principal:Issuer", "principal:CanonicalUser"))
	}
	r.Open = s.one(10)
}
