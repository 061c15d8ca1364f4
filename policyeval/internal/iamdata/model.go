package iamdata

// Reference is the content of the npm package, checked and in order: services
// by prefix, everything else by name without regard to case.
type Reference struct {
	// Version is the version of the npm package, Updated the day of its data
	// in the form 2006-01-02.
	Version, Updated string
	// DependentVersion is the version that the dependent actions are from, or
	// empty if they were not added.
	DependentVersion string
	Services         []Service
	// Global are the condition keys that AWS fills in for every service.
	Global []Key
}

// Service is one service prefix.
type Service struct {
	Prefix, Name string
	// RCP tells that resource control policies apply to the service.
	RCP     bool
	Keys    []Key
	Types   []Type
	Actions []Action
}

// Key is a condition key. Name may contain a placeholder such as ${TagKey}.
type Key struct {
	Name        string
	Type        string // String, ARN, Bool, Numeric, Date, IPAddress
	Multivalued bool
}

// Type is a resource type.
type Type struct {
	Name string
	ARNs []string // patterns with placeholders such as ${Partition}
	Keys []string // names in Service.Keys
}

// Action is one action of a service.
type Action struct {
	Name      string
	Level     string // List, Read, Write, Permissions management, Tagging
	Resources []ActionResource
	Keys      []string // names in Service.Keys
	Dependent []string // service:Name
}

// ActionResource is a resource type that an action takes.
type ActionResource struct {
	Type     string // name in Service.Types
	Required bool
	Keys     []string // names in Service.Keys, for this type only
}
