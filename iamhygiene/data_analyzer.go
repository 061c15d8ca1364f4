package iamhygiene

import (
	"strings"
	"time"
)

// Analyzers is the dataset of the analyzers of IAM Access Analyzer.
var Analyzers = NewDataset[Regional[Analyzer]](DatasetInfo{
	Name: "access-analyzers", Title: "the analyzers of IAM Access Analyzer",
	Operations: []string{"access-analyzer:ListAnalyzers"},
})

// Analyzer is an analyzer of IAM Access Analyzer.
//
// https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_AnalyzerSummary.html
type Analyzer struct {
	ARN    string `json:"arn"`
	Name   string `json:"name"`
	Region string `json:"region"`
	// Type is "ACCOUNT", "ORGANIZATION", "ACCOUNT_UNUSED_ACCESS", ...
	Type string `json:"type"`
	// Status is "ACTIVE", "CREATING", "DISABLED" or "FAILED".
	Status  string    `json:"status"`
	Created time.Time `json:"created,omitzero"`
}

// Unused reports whether the analyzer looks for unused access.
func (a Analyzer) Unused() bool { return strings.HasSuffix(a.Type, "_UNUSED_ACCESS") }

// External reports whether the analyzer looks for access from outside.
func (a Analyzer) External() bool { return a.Type == "ACCOUNT" || a.Type == "ORGANIZATION" }

// AnalyzerFindings is the dataset of the active findings of IAM Access
// Analyzer, by the ARN of the analyzer. An analyzer that could not be read has
// an error with its ARN as the scope.
var AnalyzerFindings = NewDataset[map[string][]AnalyzerFinding](DatasetInfo{
	Name: "access-analyzer-findings", Title: "the findings of IAM Access Analyzer",
	Operations: []string{"access-analyzer:ListFindingsV2"},
	Actions:    []string{"access-analyzer:ListFindings"}, // both versions have one
})

// AnalyzerFinding is an active finding of IAM Access Analyzer.
//
// https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_FindingSummaryV2.html
type AnalyzerFinding struct {
	ID string `json:"id"`
	// Type is "ExternalAccess", "InternalAccess", "UnusedIAMRole",
	// "UnusedIAMUserAccessKey", "UnusedIAMUserPassword", "UnusedPermission".
	Type string `json:"type"`
	// Resource is the ARN that the finding is about, ResourceType its type,
	// such as "AWS::IAM::Role".
	Resource     string    `json:"resource,omitempty"`
	ResourceType string    `json:"resource_type,omitempty"`
	Account      string    `json:"account,omitempty"`
	Created      time.Time `json:"created,omitzero"`
	// Status is "ACTIVE", "ARCHIVED" or "RESOLVED"; empty, and what AWS may add,
	// count as active.
	Status string `json:"status,omitempty"`
}

// Active reports whether the finding is neither archived nor resolved.
func (f AnalyzerFinding) Active() bool { return f.Status != "ARCHIVED" && f.Status != "RESOLVED" }
