package model

import "time"

// A Key is an access key, long-term or temporary.
type Key struct {
	ID, Secret string
	// Token is the session token of temporary credentials, "" for long-term
	// ones.
	Token string
	// Expires is when temporary credentials end, in real time; zero for
	// long-term ones.
	Expires time.Time
	// Inactive keys exist but do not work.
	Inactive bool
	Owner    Principal
	// Made is the number of the call, of the owner's account, that made a
	// long-term key; 0 for a key that was there before the first call.
	Made uint64
}

// Unsettled reports whether the key is so new that services do not know it yet.
// It runs under the lock.
func (k *Key) Unsettled(owner *Account) bool {
	lag := max(owner.Settings.AuthorizationLag, 0)
	return lag > 0 && k.Made > 0 && owner.Seq <= k.Made+uint64(lag)
}

// Keys are the access keys of a Cloud: whose signature is whose. The zero
// value is empty; the methods run under the lock of the Cloud.
type Keys struct {
	byID map[string]*Key
}

// Put adds a key, or replaces the one with the same id.
func (k *Keys) Put(key Key) {
	if k.byID == nil {
		k.byID = make(map[string]*Key)
	}
	k.byID[key.ID] = &key
}

// Get returns the key with the id, nil if there is none. Changes to it count
// for the next call.
func (k *Keys) Get(id string) *Key { return k.byID[id] }

// Delete removes the key with the id.
func (k *Keys) Delete(id string) { delete(k.byID, id) }
