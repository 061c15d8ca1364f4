package model

import (
	"hash/fnv"
)

// AccessKeyFor returns the access key id of a long-term key that is known by
// something else than its id, such as the owner and a number: the same for the
// same text. It carries the account id, as all ids of [IDs.AccessKey] do.
func AccessKeyFor(account, text string) string {
	h := fnv.New64a()
	h.Write([]byte(text)) // never fails
	g := IDs{count: h.Sum64()}
	return g.AccessKey("AKIA", account)
}
