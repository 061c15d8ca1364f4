package model

// A Finder is a model that knows the ARNs and the tags of its resources, for the
// policies that ask. Without one, authorization knows what the call says and no
// more: the id of a rule that is named by its name stays a wildcard, and the
// tags of a resource are unknown, which refuses what depends on them.
type Finder interface {
	Service
	// Prefix is the service in the names of actions, such as "ec2".
	Prefix() string
	// Find returns the resource by the name that operations give it. The kind is
	// the resource type of the service authorization reference, such as
	// "instance", or another noun by which operations name a resource
	// indirectly. It runs under the lock of the Cloud and sees the present.
	Find(a *Account, region, kind, name string) (Resource, bool)
}

// Find asks the Finder of a service for a resource. It is false where the cloud
// has no model of the service, or the model no such resource. It runs under the
// lock.
func (c *Cloud) Find(prefix string, a *Account, region, kind, name string) (Resource, bool) {
	f, ok := c.finders[prefix]
	if !ok {
		return Resource{}, false
	}
	return f.Find(a, region, kind, name)
}
