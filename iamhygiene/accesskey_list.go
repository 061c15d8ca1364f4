package iamhygiene

import (
	"slices"
	"time"
)

// AccessKeys returns the user's access keys that exist, active or not: those
// that were listed, or else those of the credential report by slot. A
// [*DataError] says that there may be others; the keys that are known are
// returned beside it.
func (u *User) AccessKeys() ([]*AccessKey, error) {
	reported, unknown := u.reportedKeys()
	all, _ := AccessKeyDetails.Partial(u.snapshot)
	details, listed := all[u.arn]
	if !listed {
		return reported, unknown
	}
	keys := make([]*AccessKey, len(details))
	for i := range details {
		keys[i] = &AccessKey{user: u, detail: &details[i]}
	}
	slices.SortFunc(keys, func(a, b *AccessKey) int { return a.detail.Created.Compare(b.detail.Created) })
	pair(keys, reported)
	return keys, u.unlisted()
}

// unlisted returns why the listing of the user's keys is not all of it, nil
// where it is. That the last use of one could not be read leaves it whole.
func (u *User) unlisted() error {
	e := AccessKeyDetails.ErrorFor(u.snapshot, u.arn)
	if e == nil || e.Scope == "" || e.Operation == "iam:GetAccessKeyLastUsed" {
		return nil
	}
	return e
}

// reportedKeys returns the keys that the credential report shows.
func (u *User) reportedKeys() ([]*AccessKey, error) {
	e, err := u.Entry()
	if err != nil {
		return nil, err
	}
	var keys []*AccessKey
	var unknown error
	for i := range e.AccessKeys {
		k := &AccessKey{user: u, slot: i + 1, key: &e.AccessKeys[i]}
		exists, err := k.exists()
		switch {
		case exists:
			keys = append(keys, k)
		case unknown == nil:
			unknown = err
		}
	}
	return keys, unknown
}

// pair finds the slots of the credential report in which the listed keys stand,
// for what only the report tells. The report has no ids: a slot belongs to a
// key if its last_rotated is the key's CreateDate and that of no other. One
// slot and one key that are left over may belong to keys that were deleted or
// made since the report, so they stay apart unless the slot's date is later:
// a change of the status renews it, and nothing makes it earlier.
func pair(keys, slots []*AccessKey) {
	left := slices.Clone(slots)
	for _, k := range keys {
		matches := func(s *AccessKey) bool {
			at, ok := s.key.LastRotated.Get()
			return ok && at.Truncate(time.Second).Equal(k.detail.Created.Truncate(time.Second))
		}
		i := slices.IndexFunc(left, matches)
		if i < 0 || slices.ContainsFunc(left[i+1:], matches) {
			continue
		}
		k.slot, k.key = left[i].slot, left[i].key
		left = slices.Delete(left, i, i+1)
	}
	open := slices.DeleteFunc(slices.Clone(keys), func(k *AccessKey) bool { return k.key != nil })
	if len(open) != 1 || len(left) != 1 {
		return
	}
	if at, ok := left[0].key.LastRotated.Get(); ok && at.After(open[0].detail.Created) && len(keys) == len(slots) {
		open[0].slot, open[0].key = left[0].slot, left[0].key
	}
}
