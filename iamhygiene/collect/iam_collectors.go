package collect

import "github.com/iamhygiene/sdk/iamhygiene"

// iamCollectors returns the collectors of IAM.
func iamCollectors(o *Options) []Collector {
	return []Collector{
		New(iamhygiene.Summary, summary),
		New(iamhygiene.Passwords, passwords),
	}
}
