package iamhygiene

import "time"

// RoleSessions is the dataset of how long a session of a role may last, in
// seconds, by the ARN of the role. The account authorization details do not
// say it.
var RoleSessions = NewDataset[map[string]int](DatasetInfo{
	Name: "role-sessions", Title: "the session durations of the roles",
	Operations: []string{"iam:ListRoles"},
})

// LastAccessed is the dataset of the services that users and roles are granted
// and when they last used them, by the ARN of the user or role. A principal
// that is not in the map was not asked about; one whose report failed has an
// error with its ARN as the scope.
var LastAccessed = NewDataset[map[string]ServiceAccess](DatasetInfo{
	Name: "last-accessed", Title: "the last-accessed information",
	Operations: []string{"iam:GenerateServiceLastAccessedDetails", "iam:GetServiceLastAccessedDetails"},
})

// ServiceAccess is the report of last-accessed information of one user or role.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
type ServiceAccess struct {
	// Generated is when the report was complete.
	Generated time.Time `json:"generated,omitzero"`
	// Services are the services that the policies grant, used or not.
	Services []AccessedService `json:"services"`
}

// AccessedService is one service that the policies of a principal grant.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ServiceLastAccessed.html
type AccessedService struct {
	// Namespace is the prefix of the service's actions: "s3".
	Namespace string `json:"namespace"`
	Name      string `json:"name,omitempty"`
	// LastAuthenticated is the last attempt to use the service, refused
	// attempts included; zero where there was none in the tracking period of
	// 400 days.
	LastAuthenticated time.Time `json:"last_authenticated,omitzero"`
	Region            string    `json:"region,omitempty"`
}
