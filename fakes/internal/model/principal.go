package model

import (
	"fmt"
	"strings"
	"time"
)

// Kind says what a principal is.
type Kind uint8

const (
	// Anonymous callers do not sign their requests.
	Anonymous Kind = iota
	// Root is the root user of an account.
	Root
	// IAMUser is a user of an account.
	IAMUser
	// RoleSession is a session of a role.
	RoleSession
	// FederatedUser is a session of GetFederationToken.
	FederatedUser
)

// A Principal is who calls.
type Principal struct {
	Kind Kind
	// ARN is as GetCallerIdentity gives it: arn:aws:iam::111122223333:user/alice,
	// arn:aws:sts::111122223333:assumed-role/Audit/session. It is empty for
	// anonymous callers.
	ARN       string
	Partition string
	AccountID string
	// ID is the value of aws:userid: AIDA..., AROA...:session, or the account id.
	ID string
	// Name is the name of the user or of the role; Session that of the session.
	Name, Session string
	// RoleARN is the ARN of the role behind a session.
	RoleARN string

	// Enforced callers are authorized through their policies. Others may do
	// everything, as the administrators whose configuration most tests use.
	Enforced bool
	// The rest describes sessions, for the policies that ask.
	SessionPolicies []string
	// SessionPolicyARNs are managed policies that were passed as session
	// policies.
	SessionPolicyARNs []string
	SessionTags       map[string]string
	TransitiveTags    []string
	SourceIdentity    string
	MFA               bool
	// FromSTS is set for sessions that AssumeRole began: a role that such a
	// session assumes is chained, and its session lasts one hour at most.
	FromSTS bool
	// Temporary is set for all credentials of STS. Began is when their session
	// did, in the time of the Cloud.
	Temporary bool
	Began     time.Time
	// Issuer is the ARN of the user, or root user, behind a federated user.
	Issuer string
	// TaskPolicy is the ARN of the policy that limits a session of AssumeRoot.
	TaskPolicy string
	// Context holds condition keys that the session carries to every call, such
	// as aws:FederatedProvider.
	Context map[string][]string
}

// ParsePrincipal reads the ARN of a principal that can call: the root user, an
// IAM user, a role, which means a session named session, a role session, or a
// federated user. The ARN "111122223333" of an account means its root user, as
// in policies.
func ParsePrincipal(arn, session string) (Principal, error) {
	if IsAccountID(arn) {
		arn = "arn:aws:iam::" + arn + ":root"
	}
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || parts[3] != "" || !IsAccountID(parts[4]) {
		return Principal{}, fmt.Errorf("fakes: %q is no principal; want an ARN such as arn:aws:iam::111122223333:user/alice", arn)
	}
	p := Principal{ARN: arn, Partition: parts[1], AccountID: parts[4]}
	kind, path, _ := strings.Cut(parts[5], "/")
	switch service := parts[2]; {
	case service == "iam" && parts[5] == "root":
		p.Kind, p.ID = Root, p.AccountID
		return p, nil
	case service == "iam" && kind == "user" && path != "":
		p.Kind, p.Name = IAMUser, last(path)
		return p, nil
	case service == "iam" && kind == "role" && path != "":
		p.Kind, p.Name, p.Session, p.RoleARN = RoleSession, last(path), session, arn
		p.ARN = SessionARN(p.Partition, p.AccountID, p.Name, session)
		return p, nil
	case service == "sts" && kind == "assumed-role":
		if role, name, ok := strings.Cut(path, "/"); ok && role != "" && name != "" {
			// The path of the role is not in the session's ARN.
			p.Kind, p.Name, p.Session = RoleSession, role, name
			p.RoleARN = "arn:" + p.Partition + ":iam::" + p.AccountID + ":role/" + role
			return p, nil
		}
	case service == "sts" && kind == "federated-user" && path != "":
		p.Kind, p.Name = FederatedUser, path
		return p, nil
	}
	return Principal{}, fmt.Errorf("fakes: %q is no principal that can call; want the ARN of a root user, user, role, assumed-role or federated-user", arn)
}

// SessionARN is the ARN of a session of a role.
func SessionARN(partition, account, role, session string) string {
	return "arn:" + partition + ":sts::" + account + ":assumed-role/" + role + "/" + session
}

// IsAccountID reports whether s is an account id: twelve digits.
func IsAccountID(s string) bool {
	return len(s) == 12 && strings.Trim(s, "0123456789") == ""
}

func last(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }
