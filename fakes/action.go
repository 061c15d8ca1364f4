package fakes

// action returns what IAM policies call an operation. The prefix of a service
// is the name under which its requests are signed, with few exceptions; the
// names of actions are those of operations, with more.
func action(signingName, pkg, operation string) string {
	prefix := signingName
	if prefix == "" {
		prefix = pkg // unsigned operations: STS, mostly
	}
	if p, ok := prefixes[prefix]; ok {
		prefix = p
	}
	if a, ok := actions[prefix+":"+operation]; ok {
		return prefix + ":" + a[0]
	}
	return prefix + ":" + operation
}
