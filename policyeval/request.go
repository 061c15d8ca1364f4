package policyeval

import (
	"fmt"
	"strings"
	"time"
)

// Request is one question: may this principal do this action on this
// resource, in this context? Only Principal, Action and Resource are required.
//
// A Request holds plain values, and evaluation never changes it. The same
// Request may be used from many goroutines as long as nobody writes to it. A
// program with many questions keeps the maps and changes the fields: what
// allocates is making a Request, not deciding it.
type Request struct {
	// Principal is who asks, in one of these forms:
	//
	//	arn:aws:iam::111122223333:root                           the root user
	//	arn:aws:iam::111122223333:user/path/alice                an IAM user
	//	arn:aws:sts::111122223333:assumed-role/Admin/session     a role session
	//	arn:aws:iam::111122223333:role/path/Admin                a role, session name not known
	//	arn:aws:sts::111122223333:federated-user/bob             a federated-user session
	//	service:ec2.amazonaws.com                                an AWS service
	//	arn:aws:iam::111122223333:saml-provider/Example          an identity provider (or oidc-provider/...)
	//	federated:accounts.google.com                            a web identity provider by its domain
	//	anonymous                                                nobody
	//
	// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
	Principal string

	// Role is the ARN of the role of a role session. The ARN of the session
	// has no path; without Role the role's path is not known and is taken to be
	// empty in aws:PrincipalArn, and a service-linked role is not recognised.
	Role string

	// UniqueID is the unique id of the caller, such as AIDA... of a user or
	// AROA... of a role; for a federated-user session that of the user who
	// federated. Empty means not given; then aws:userid in Context counts, and
	// without that a policy that names an id meets the unknown fact
	// principal:UniqueId.
	UniqueID string

	// Issuer is the ARN of the IAM user or root user who made a federated-user
	// session. Empty means not given: the fact principal:Issuer is unknown.
	Issuer string

	// CanonicalUser is the canonical user id of the caller's account. Empty
	// means not given: the fact principal:CanonicalUser is unknown.
	CanonicalUser string

	// Action is service:Name without wildcards, in any letter case.
	Action string

	// Resource is the ARN of the resource, or "*" for actions that take none.
	// Wildcards in it are ordinary characters unless Pattern is set.
	Resource string

	// ResourceAccount is the 12-digit account that owns the resource. It is
	// needed where the ARN does not say, as for Amazon S3 buckets; without it
	// the fact resource:Account is unknown and the answer must hold for a
	// bucket in the caller's account and for one in a foreign account.
	ResourceAccount string

	// Context holds the context keys of the request. Names ignore case. A key
	// with an empty list is absent.
	Context Context

	// PrincipalTags, RequestTags and ResourceTags become the keys
	// aws:PrincipalTag/k, aws:RequestTag/k and aws:ResourceTag/k; RequestTags
	// also becomes aws:TagKeys. A nil map says nothing about the tags. A map
	// that is not nil is complete: tags that it lacks are absent, also when
	// Open is set.
	PrincipalTags, RequestTags, ResourceTags map[string]string

	// Time becomes aws:CurrentTime and aws:EpochTime. The zero time leaves
	// them to Context; the clock is never read.
	Time time.Time

	// Unknown lists context keys and facts whose value is not known. The
	// decision is then three-valued: it is Undetermined unless it holds
	// whatever the values are. A key that Context gives a value is known.
	Unknown []UnknownKey

	// Open makes every key unknown that is neither mentioned nor derived from
	// the request. Otherwise such keys are absent.
	Open bool

	// Pattern gives * and ? in Resource their meaning: the request then asks
	// about every ARN that the pattern denotes, and Allowed means allowed for
	// all of them. The six fields of the ARN are matched one by one.
	Pattern bool

	// RestrictPublicBuckets is the Amazon S3 block public access setting of
	// that name, as it is in effect for the bucket.
	RestrictPublicBuckets bool
}

// Context maps context keys to their values. A single-valued key has one.
type Context map[string][]string

// UnknownKey names a context key, or one of the Fact constants, whose value is
// not known. The refinements narrow what it may turn out to be; they have no
// meaning for facts.
type UnknownKey struct {
	// Name is the key, in any letter case.
	Name string
	// Present: the key is known to be in the request.
	Present bool
	// NonEmpty: it is known to be in the request with a value other than the
	// empty text. It implies Present.
	NonEmpty bool
	// Single: it is known to have at most one value.
	Single bool
}

// UnknownKeys returns an UnknownKey without refinements for each name.
func UnknownKeys(names ...string) []UnknownKey {
	keys := make([]UnknownKey, len(names))
	for i, name := range names {
		keys[i].Name = name
	}
	return keys
}

// Facts about a request that may be unknown. They are named like context keys
// in Request.Unknown and in Decision.DependsOn. A fact that the request leaves
// open and a policy asks for is unknown without being listed; only
// FactResourcePolicy has to be.
const (
	FactUniqueID        = "principal:UniqueId"
	FactSessionName     = "principal:SessionName"
	FactIssuer          = "principal:Issuer"
	FactCanonicalUser   = "principal:CanonicalUser"
	FactResourceAccount = "resource:Account"
	// FactResourcePattern: some of the ARNs that a pattern denotes match and
	// others do not.
	FactResourcePattern = "resource:Pattern"
	// FactResourcePolicy: the resource has a policy that was not supplied.
	FactResourcePolicy = "resource:Policy"
)

// RequestError reports a malformed request, or one that contradicts itself or
// the policies. There is no decision then.
type RequestError struct {
	// Field is the field of Request, such as "Action", or the context key as
	// in "Context[aws:username]".
	Field string
	// Value is the faulty value.
	Value string
	// Reason says what is wrong and what to do.
	Reason string
	// Err is the underlying error, or nil.
	Err error
}

// Error returns one line that names the field, the value and the reason.
func (e *RequestError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "policyeval: request %s", e.Field)
	if e.Value != "" {
		fmt.Fprintf(&b, " %q", e.Value)
	}
	b.WriteString(": ")
	b.WriteString(e.Reason)
	if e.Err != nil {
		b.WriteString(": ")
		b.WriteString(strings.TrimPrefix(e.Err.Error(), "policyeval: "))
	}
	return b.String()
}

// Unwrap returns Err.
func (e *RequestError) Unwrap() error { return e.Err }
