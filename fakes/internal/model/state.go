package model

// A State keeps a store of type T for each account, and what the store was
// some calls ago, where the account's lag asks for it. Its methods run under the
// lock of the Cloud.
type State[T any] struct {
	// New makes the store of an account; nil makes a zero T.
	New func(*Account) *T
	// Copy copies a store, deeply enough that writes to one do not show in the
	// other. It is needed for accounts with a lag only; without it their reads
	// see every write at once.
	Copy func(*T) *T

	stores map[string]*versions[T]
}

// versions is a store and its past.
type versions[T any] struct {
	current *T
	past    []version[T] // oldest first
}

// A version is the store as it was before the write of call number seq.
type version[T any] struct {
	store *T
	seq   uint64
}

func (s *State[T]) of(a *Account) *versions[T] {
	v, ok := s.stores[a.ID]
	if !ok {
		v = new(versions[T])
		if s.New != nil {
			v.current = s.New(a)
		} else {
			v.current = new(T)
		}
		if s.stores == nil {
			s.stores = make(map[string]*versions[T])
		}
		s.stores[a.ID] = v
	}
	return v
}

// Read returns the store of the caller's account for a handler that reads. The
// writes of the last Lag calls are not in it. The handler must not change it.
func (s *State[T]) Read(c *Call) *T {
	v := s.of(c.Account)
	lag := uint64(max(c.Account.Settings.Lag, 0))
	v.prune(c.Account, c.Seq)
	return v.before(c.Seq, lag)
}

// Settled returns the store of an account as authorization sees it: without the
// writes of the last AuthorizationLag calls.
func (s *State[T]) Settled(a *Account) *T {
	return s.of(a).before(a.Seq, uint64(max(a.Settings.AuthorizationLag, 0)))
}

// before returns the store as a call sees it to which the writes of the last lag
// calls are invisible: a write of call w is visible to calls from w+lag+1 on.
func (v *versions[T]) before(seq, lag uint64) *T {
	for _, p := range v.past {
		if p.seq+lag >= seq && lag > 0 {
			return p.store
		}
	}
	return v.current
}

// prune forgets what no later call can see.
func (v *versions[T]) prune(a *Account, seq uint64) {
	lag := uint64(max(a.Settings.Lag, a.Settings.AuthorizationLag, 0))
	for len(v.past) > 0 && v.past[0].seq+lag < seq {
		v.past = v.past[1:]
	}
}

// Write returns the store of the caller's account, up to date, for a handler
// that changes it: AWS checks for conflicts against the present.
func (s *State[T]) Write(c *Call) *T {
	v := s.of(c.Account)
	v.prune(c.Account, c.Seq)
	if (c.Account.Settings.Lag > 0 || c.Account.Settings.AuthorizationLag > 0) && s.Copy != nil {
		v.past = append(v.past, version[T]{store: s.Copy(v.current), seq: c.Seq})
	}
	return v.current
}

// At returns the store of an account, up to date: for builders, and for models
// that look into another account.
func (s *State[T]) At(a *Account) *T { return s.of(a).current }
