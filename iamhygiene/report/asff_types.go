package report

// The types below are the part of the AWS Security Finding Format that we
// write: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html

type asffFinding struct {
	SchemaVersion   string
	ID              string `json:"Id"`
	ProductARN      string `json:"ProductArn"`
	GeneratorID     string `json:"GeneratorId"`
	AccountID       string `json:"AwsAccountId"`
	Types           []string
	FirstObservedAt string
	LastObservedAt  string
	CreatedAt       string
	UpdatedAt       string
	Severity        asffSeverity
	Title           string
	Description     string
	Remediation     *asffRemediation `json:",omitempty"`
	ProductFields   map[string]string
	Resources       []asffResource
	Compliance      asffCompliance
	RecordState     string
}

type asffSeverity struct {
	Label      string
	Normalized int
	Original   string
}

type asffRemediation struct {
	Recommendation asffRecommendation
}

type asffRecommendation struct {
	Text string `json:",omitempty"`
	URL  string `json:"Url,omitempty"`
}

type asffResource struct {
	Type      string
	ID        string `json:"Id"`
	Partition string
	Region    string
	Tags      map[string]string `json:",omitempty"`
	Details   map[string]any    `json:",omitempty"`
}

type asffCompliance struct {
	Status                    string
	StatusReasons             []asffReason    `json:",omitempty"`
	SecurityControlID         string          `json:"SecurityControlId,omitempty"`
	SecurityControlParameters []asffParameter `json:",omitempty"`
	AssociatedStandards       []asffStandard  `json:",omitempty"`
	RelatedRequirements       []string        `json:",omitempty"`
}

type asffReason struct {
	ReasonCode  string
	Description string
}

type asffParameter struct {
	Name  string
	Value []string
}

type asffStandard struct {
	StandardsID string `json:"StandardsId"`
}

// asffUpdate is a request of BatchUpdateFindings:
// https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindings.html
type asffUpdate struct {
	FindingIdentifiers []asffIdentifier
	Note               asffNote
	Workflow           asffWorkflow
}

type asffIdentifier struct {
	ID         string `json:"Id"`
	ProductARN string `json:"ProductArn"`
}

type asffNote struct {
	Text      string
	UpdatedBy string
}

type asffWorkflow struct {
	Status string
}
