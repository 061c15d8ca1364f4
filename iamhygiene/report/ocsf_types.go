package report

import "github.com/iamhygiene/sdk/iamhygiene"

// The types below are the part of the class Compliance Finding of OCSF that we
// write: https://schema.ocsf.io/1.5.0/classes/compliance_finding

// ocsfVersion is the version of the schema that events follow.
const ocsfVersion = "1.5.0"

type ocsfEvent struct {
	ActivityID   int              `json:"activity_id"`
	ActivityName string           `json:"activity_name"`
	CategoryUID  int              `json:"category_uid"`
	CategoryName string           `json:"category_name"`
	ClassUID     int              `json:"class_uid"`
	ClassName    string           `json:"class_name"`
	TypeUID      int              `json:"type_uid"`
	Time         int64            `json:"time"`
	SeverityID   int              `json:"severity_id"`
	Severity     string           `json:"severity"`
	StatusID     int              `json:"status_id,omitempty"`
	Status       string           `json:"status,omitempty"`
	Message      string           `json:"message,omitempty"`
	Comment      string           `json:"comment,omitempty"`
	Metadata     ocsfMetadata     `json:"metadata"`
	Info         ocsfInfo         `json:"finding_info"`
	Compliance   ocsfCompliance   `json:"compliance"`
	Resources    []ocsfResource   `json:"resources"`
	Cloud        ocsfCloud        `json:"cloud"`
	Evidences    []ocsfEvidence   `json:"evidences,omitempty"`
	Remediation  *ocsfRemediation `json:"remediation,omitempty"`
	Unmapped     *ocsfUnmapped    `json:"unmapped,omitempty"`
}

type ocsfMetadata struct {
	Version  string      `json:"version"`
	UID      string      `json:"uid"`
	Profiles []string    `json:"profiles"`
	Product  ocsfProduct `json:"product"`
	// CorrelationUID is equal for all events of a run.
	CorrelationUID string `json:"correlation_uid"`
}

type ocsfProduct struct {
	Name    string `json:"name"`
	Vendor  string `json:"vendor_name"`
	Version string `json:"version"`
}

type ocsfInfo struct {
	UID       string   `json:"uid"`
	Title     string   `json:"title"`
	Desc      string   `json:"desc,omitempty"`
	Types     []string `json:"types"`
	Created   int64    `json:"created_time"`
	FirstSeen int64    `json:"first_seen_time"`
	LastSeen  int64    `json:"last_seen_time"`
}

type ocsfCompliance struct {
	Control      string   `json:"control"`
	Standards    []string `json:"standards"`
	Requirements []string `json:"requirements,omitempty"`
	StatusID     int      `json:"status_id"`
	Status       string   `json:"status"`
	StatusCode   string   `json:"status_code"`
	StatusDetail string   `json:"status_detail,omitempty"`
}

type ocsfResource struct {
	UID       string `json:"uid"`
	Type      string `json:"type"`
	Name      string `json:"name,omitempty"`
	Region    string `json:"region,omitempty"`
	Partition string `json:"cloud_partition,omitempty"`
}

type ocsfCloud struct {
	Provider string      `json:"provider"`
	Account  ocsfAccount `json:"account"`
}

type ocsfAccount struct {
	UID    string `json:"uid"`
	TypeID int    `json:"type_id"`
	Type   string `json:"type"`
}

type ocsfEvidence struct {
	Data iamhygiene.Evidence `json:"data"`
}

type ocsfRemediation struct {
	Desc       string   `json:"desc"`
	References []string `json:"references,omitempty"`
}

// ocsfUnmapped is what the class has no attributes for.
type ocsfUnmapped struct {
	Params           map[string]string     `json:"params,omitempty"`
	Unknown          *iamhygiene.DataError `json:"unknown,omitempty"`
	Discriminator    string                `json:"discriminator,omitempty"`
	Steps            []iamhygiene.Step     `json:"steps,omitempty"`
	SeverityOriginal iamhygiene.Severity   `json:"severity_original,omitzero"`
	Command          string                `json:"remediation_command,omitempty"`
	Tags             map[string]string     `json:"resource_tags,omitempty"`
}
