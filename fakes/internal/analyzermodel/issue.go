package analyzermodel

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/iamhygiene/sdk/policyeval"
)

// An issue is one of AWS's policy checks, by the type of its findings and its
// code.
type issue struct {
	kind types.ValidatePolicyFindingType
	code string
}

// link returns where AWS describes the check.
func (is issue) link() string {
	const page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-"
	kind := map[types.ValidatePolicyFindingType]string{
		types.ValidatePolicyFindingTypeError:           "error-",
		types.ValidatePolicyFindingTypeSecurityWarning: "security-warning-",
		types.ValidatePolicyFindingTypeWarning:         "general-warning-",
		types.ValidatePolicyFindingTypeSuggestion:      "suggestion-",
	}[is.kind]
	return page + kind + strings.ToLower(strings.ReplaceAll(is.code, "_", "-"))
}

func fault(code string) issue   { return issue{types.ValidatePolicyFindingTypeError, code} }
func warning(code string) issue { return issue{types.ValidatePolicyFindingTypeWarning, code} }
func security(code string) issue {
	return issue{types.ValidatePolicyFindingTypeSecurityWarning, code}
}
func suggestion(code string) issue { return issue{types.ValidatePolicyFindingTypeSuggestion, code} }

// faultCodes are the checks for the rules that a document can break in one way
// only.
var faultCodes = map[string]string{
	"JSON": "JSON_SYNTAX_ERROR",
	"D2":   "JSON_SYNTAX_ERROR", // a name that stands twice
	"D3":   "INVALID_POLICY_ELEMENT",
	"D4":   "INVALID_VERSION",
	"D9":   "DATA_TYPE_MISMATCH",
	"A5":   "INVALID_ACTION",
	"A9":   "VARIABLE_UNSUPPORTED_IN_ELEMENT",
	"V3":   "VARIABLE_UNSUPPORTED_IN_ELEMENT",
	"C11":  "INVALID_CONDITION_OPERATOR",
	"O5":   "INVALID_CONDITION_DATA_TYPE",
	"P2":   "INVALID_PRINCIPAL_FORMAT",
	"P3":   "INVALID_PRINCIPAL_KEY",
	"P5":   "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
	"P6":   "INVALID_PRINCIPAL_FORMAT",
	"P10":  "FEDERATED_PRINCIPAL_NOT_SUPPORTED",
	"P13":  "INVALID_PRINCIPAL_FORMAT",
	"R2":   "INVALID_ARN_PREFIX",
	"R7":   "INVALID_ARN_SERVICE_CASE",
	"R9":   "MISSING_ARN_FIELD",
	"D11":  "MISSING_PRINCIPAL",
	"G7":   "UNSUPPORTED_PRINCIPAL",
}

// faultIssue tells which of AWS's checks reports a fault.
func (v *validation) faultIssue(p *policyeval.Policy, f *policyeval.ParseError) issue {
	var st *policyeval.Statement
	if p != nil && f.Statement >= 0 && f.Statement < len(p.Statements) {
		st = p.Statements[f.Statement]
	}
	absent := !strings.Contains(f.Path, f.Element.String())
	switch {
	case f.Rule == "D5" && (f.Path == "" || absent):
		return fault("MISSING_STATEMENT")
	case f.Rule == "D5":
		return fault("DATA_TYPE_MISMATCH")
	case f.Rule == "D6" && absent:
		return fault("MISSING_EFFECT")
	case f.Rule == "D6":
		return fault("INVALID_EFFECT")
	case f.Rule == "D7" && absent:
		return fault("MISSING_ACTION")
	case f.Rule == "D7":
		return fault("UNSUPPORTED_ELEMENT_COMBINATION")
	case f.Rule == "V2" && f.Element == policyeval.ElementCondition:
		return fault("INVALID_VARIABLE_FOR_OPERATOR")
	case f.Rule == "V2":
		return fault("VARIABLE_UNSUPPORTED_IN_ELEMENT")
	case f.Rule == "D15":
		return emptyIssue(f.Element)
	case f.Rule == "G7" && absent, f.Rule == "D12" && absent:
		return fault("MISSING_PRINCIPAL")
	case f.Rule == "D12" && f.Element == policyeval.ElementNotPrincipal:
		return fault("ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL")
	case f.Rule == "D12":
		return fault("ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE")
	case f.Rule == "D10" && absent && st != nil:
		return fault("MISSING_RESOURCE")
	case f.Rule == "D10" && v.kind == policyeval.ServiceControlPolicy:
		return fault("SCP_SYNTAX_ERROR_PRINCIPAL")
	case f.Rule == "D10":
		return fault("UNSUPPORTED_PRINCIPAL")
	}
	if code, ok := faultCodes[f.Rule]; ok {
		return fault(code)
	}
	return fault("INVALID_POLICY_ELEMENT")
}

// emptyIssue is the check for an element that is empty.
func emptyIssue(e policyeval.Element) issue {
	switch e {
	case policyeval.ElementAction, policyeval.ElementNotAction:
		return suggestion("EMPTY_ARRAY_ACTION")
	case policyeval.ElementResource, policyeval.ElementNotResource:
		return suggestion("EMPTY_ARRAY_RESOURCE")
	}
	return suggestion("EMPTY_ARRAY_PRINCIPAL")
}

// warningIssue tells which of AWS's checks reports what policyeval warns of, and
// false where AWS has none.
func (v *validation) warningIssue(p *policyeval.Policy, w policyeval.Warning) (issue, bool) {
	element := elementOf(w.Path)
	switch w.Rule {
	case "A5", "A6":
		return fault("INVALID_ACTION"), true
	case "C8":
		return fault("INVALID_CONDITION_MULTIPLE_BOOLEAN"), true
	case "C12":
		return suggestion("EMPTY_ARRAY_CONDITION"), true
	case "C14":
		return fault("INVALID_CONDITION_KEY_FORMAT"), true
	case "C2":
		return fault("DUPLICATE_KEYS_WITH_DIFFERENT_CASE"), strings.Contains(w.Message, "twice")
	case "D14":
		switch {
		case strings.Contains(w.Message, "used before") && v.kind == policyeval.IdentityPolicy:
			return fault("UNIQUE_SIDS_REQUIRED"), true
		case strings.Contains(w.Message, "used before"):
			return warning("UNIQUE_SIDS_RECOMMENDED"), true
		case strings.Contains(w.Message, `the Sid ""`):
			return suggestion("EMPTY_SID_VALUE"), true
		}
		return fault("UNSUPPORTED_SID"), v.kind == policyeval.IdentityPolicy
	case "D15":
		return emptyIssue(element), true
	case "D16":
		return suggestion("EMPTY_OBJECT_CONDITION"), true
	case "D17":
		return v.sizeIssue(), true
	case "M6":
		return security("FORALLVALUES_WITH_SINGLE_VALUED_KEY"), strings.Contains(w.Path, "ForAllValues")
	case "M7":
		return fault("MISSING_QUALIFIER"), true
	case "M9":
		return suggestion("NULL_WITH_QUALIFIER"), true
	case "O1":
		return warning("WILDCARD_WITHOUT_LIKE_OPERATOR"), true
	case "P11":
		return fault("INVALID_SERVICE_PRINCIPAL_FORMAT"), true
	case "R9":
		return fault("MISSING_ARN_FIELD"), true
	}
	return issue{}, false
}

func (v *validation) sizeIssue() issue {
	switch v.kind {
	case policyeval.ServiceControlPolicy:
		return fault("POLICY_SIZE_EXCEEDS_SCP_QUOTA")
	case policyeval.RoleTrustPolicy:
		return warning("POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA")
	case policyeval.IdentityPolicy:
		return warning("POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA")
	}
	return warning("POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA")
}

// elementOf returns the element that a JSON pointer leads to.
func elementOf(path string) policyeval.Element {
	for token := range strings.SplitSeq(path, "/") {
		var e policyeval.Element
		if err := e.UnmarshalText([]byte(token)); err == nil && e != policyeval.ElementNone && e != policyeval.ElementStatement {
			return e
		}
	}
	return policyeval.ElementNone
}
