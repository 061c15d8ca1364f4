package report

import "github.com/iamhygiene/sdk/iamhygiene"

// The types below are the part of SARIF 2.1.0 that we write, in the order of
// the standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version"`
	SemVer  string      `json:"semanticVersion"`
	URI     string      `json:"informationUri"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID               string         `json:"id"`
	ShortDescription sarifText      `json:"shortDescription"`
	FullDescription  sarifText      `json:"fullDescription"`
	Help             sarifText      `json:"help"`
	HelpURI          string         `json:"helpUri,omitempty"`
	Default          sarifDefault   `json:"defaultConfiguration"`
	Properties       sarifRuleExtra `json:"properties"`
}

type sarifDefault struct {
	Level string `json:"level"`
}

type sarifRuleExtra struct {
	Tags             []string `json:"tags"`
	SecuritySeverity string   `json:"security-severity"`
}

type sarifInvocation struct {
	Successful    bool                `json:"executionSuccessful"`
	StartTime     string              `json:"startTimeUtc,omitempty"`
	Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
}

type sarifNotification struct {
	Descriptor sarifDescriptor  `json:"descriptor"`
	Rule       *sarifDescriptor `json:"associatedRule,omitempty"`
	Level      string           `json:"level"`
	Message    sarifText        `json:"message"`
}

type sarifDescriptor struct {
	ID string `json:"id"`
}

type sarifResult struct {
	RuleID        string             `json:"ruleId"`
	RuleIndex     int                `json:"ruleIndex"`
	Kind          string             `json:"kind"`
	Level         string             `json:"level"`
	Message       sarifText          `json:"message"`
	Locations     [1]sarifLocation   `json:"locations"`
	Fingerprints  map[string]string  `json:"partialFingerprints"`
	BaselineState string             `json:"baselineState,omitempty"`
	Suppressions  []sarifSuppression `json:"suppressions,omitempty"`
	Properties    sarifResultExtra   `json:"properties"`
}

type sarifLocation struct {
	Physical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region struct {
			StartLine int `json:"startLine"`
		} `json:"region"`
	} `json:"physicalLocation"`
	Logical [1]sarifLogical `json:"logicalLocations"`
}

type sarifLogical struct {
	Name               string `json:"name"`
	FullyQualifiedName string `json:"fullyQualifiedName"`
	Kind               string `json:"kind"`
}

type sarifSuppression struct {
	Kind          string               `json:"kind"`
	Status        string               `json:"status"`
	Justification string               `json:"justification"`
	Properties    sarifSuppressionMore `json:"properties"`
}

type sarifSuppressionMore struct {
	ID      string   `json:"id"`
	Owner   string   `json:"owner"`
	Expires string   `json:"expires"`
	Also    []string `json:"also,omitempty"`
}

type sarifResultExtra struct {
	SecuritySeverity string                `json:"security-severity"`
	SeverityOriginal iamhygiene.Severity   `json:"severityOriginal,omitzero"`
	ResourceType     string                `json:"resourceType"`
	Discriminator    string                `json:"discriminator,omitempty"`
	Evidence         []iamhygiene.Evidence `json:"evidence,omitempty"`
	Steps            []iamhygiene.Step     `json:"steps,omitempty"`
	Unknown          *iamhygiene.DataError `json:"unknown,omitempty"`
	Params           map[string]string     `json:"params,omitempty"`
}

type sarifRunExtra struct {
	RunID     string `json:"runId"`
	Account   string `json:"account"`
	Partition string `json:"partition"`
	Preset    string `json:"preset,omitempty"`
	Params    string `json:"paramsDigest"`
}
