package iamhygiene

import "sync"

// Derived returns what build makes, once for the snapshot and the key: checks
// that need the same costly view of the data share it. The key is a value of a
// type of the caller's own, so that no two callers meet, and always goes with
// the same T; a T that holds state of its own must be safe for concurrent use.
// What build returned is kept as long as the snapshot.
func Derived[T any](s *Snapshot, key any, build func() T) T {
	v, _ := s.index.derived.LoadOrStore(key, &derived[T]{})
	d := v.(*derived[T])
	d.once.Do(func() { d.value = build() })
	return d.value
}

type derived[T any] struct {
	once  sync.Once
	value T
}
