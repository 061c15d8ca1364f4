package enforce

import "strings"

// Operations lists the operations of IAM that have a resource, as often as the
// table names them.
func Operations() []string {
	var all []string
	for _, r := range iamRows {
		all = append(all, strings.Fields(r.operations)...)
	}
	return all
}
