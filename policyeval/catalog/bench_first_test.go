package catalog

import "testing"

// BenchmarkFirstLookup measures what the first look-up of a program costs: the
// index, and the block of one service.
func BenchmarkFirstLookup(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var r reference
		r.load(data)
		i, ok := r.find("s3")
		if !ok {
			b.Fatal("no s3")
		}
		if _, ok := r.services[i].decode().find("GetObject"); !ok {
			b.Fatal("no s3:GetObject")
		}
	}
}

// BenchmarkDecodeAll measures what the first question about all services
// costs.
func BenchmarkDecodeAll(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var r reference
		r.load(data)
		for i := range r.services {
			r.services[i].decode()
		}
	}
}
