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
