package iammodel

import (
	"errors"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/iamhygiene/sdk/policyeval"
)

// encode writes a policy document as IAM returns it: percent-encoded after RFC
// 3986, with %20 for a space.
func encode(document string) *string {
	return aws.String(strings.ReplaceAll(url.QueryEscape(document), "+", "%20"))
}

// parse reads a policy document that somebody wants to store, and refuses it in
// IAM's words.
func parse(document string, t policyeval.PolicyType) (*policyeval.Policy, error) {
	for _, r := range document {
		if r > 0xff || r < 0x20 && r != '\t' && r != '\n' && r != '\r' {
			return nil, validationError("The specified value for policyDocument is invalid. It must contain only printable ASCII characters.")
		}
	}
	p, err := policyeval.Parse([]byte(document), policyeval.WithType(t))
	if err != nil {
		return nil, malformed(err, t)
	}
	return p, nil
}

// malformed says in IAM's words what is wrong with a document.
func malformed(err error, t policyeval.PolicyType) error {
	var fault *policyeval.ParseError
	if !errors.As(err, &fault) {
		return malformedPolicy("Syntax errors in policy.")
	}
	trust := t == policyeval.RoleTrustPolicy
	// A missing element is reported at the statement that lacks it.
	missing := !strings.Contains(fault.Path, "/"+fault.Element.String())
	switch fault.Element {
	case policyeval.ElementPrincipal, policyeval.ElementNotPrincipal:
		if !trust {
			return malformedPolicy("Policy document should not specify a principal.")
		}
		if missing {
			return malformedPolicy("Missing required field Principal")
		}
		return malformedPolicy("Invalid principal in policy.")
	case policyeval.ElementAction, policyeval.ElementNotAction:
		if missing {
			return malformedPolicy("Policy statement must contain actions.")
		}
		return malformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")
	case policyeval.ElementResource, policyeval.ElementNotResource:
		if trust {
			return malformedPolicy("Has prohibited field Resource")
		}
		if missing {
			return malformedPolicy("Policy statement must contain resources.")
		}
		return malformedPolicy("Resource must be in ARN format or \"*\".")
	}
	return malformedPolicy("Syntax errors in policy.")
}
