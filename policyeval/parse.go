package policyeval

// ParseOptions are the options of [Parse]. The zero value is the default.
type ParseOptions struct {
	// Type is the type of the document. If it is unknown, Parse checks what
	// holds for every type, and [Policy.Check] or [Compile] the rest.
	Type PolicyType
	// Lenient keeps statements with faults, so that existing documents can be
	// audited. The faulty element fails closed: see [Statement.Faulty]. Faults
	// of the document as a whole stay errors.
	Lenient bool
}
