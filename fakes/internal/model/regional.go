package model

// A Regional is a [State] for a service whose resources belong to a Region: it
// keeps a store of type T for each Region of each account. Its methods run
// under the lock of the Cloud.
type Regional[T any] struct {
	// New makes the store of a Region; nil makes a zero T.
	New func(a *Account, region string) *T
	// Copy is that of [State].
	Copy func(*T) *T

	regions map[string]*State[T]
}

func (r *Regional[T]) in(region string) *State[T] {
	s, ok := r.regions[region]
	if !ok {
		s = &State[T]{Copy: r.Copy}
		if r.New != nil {
			s.New = func(a *Account) *T { return r.New(a, region) }
		}
		if r.regions == nil {
			r.regions = make(map[string]*State[T])
		}
		r.regions[region] = s
	}
	return s
}

// Read is [State.Read] for the Region of the call.
func (r *Regional[T]) Read(c *Call) *T { return r.in(c.Region).Read(c) }

// Write is [State.Write] for the Region of the call.
func (r *Regional[T]) Write(c *Call) *T { return r.in(c.Region).Write(c) }

// At is [State.At] for a Region.
func (r *Regional[T]) At(a *Account, region string) *T { return r.in(region).At(a) }
