package catalog

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval/internal/iamdata"
)

func TestData(t *testing.T) {
	r := ref()
	require.True(t, r.valid, "the index is sound and the blocks fill the rest")
	for i := range r.services {
		require.True(t, r.services[i].decode().valid, r.services[i].prefix)
	}
	assert.Equal(t, iamdata.Magic, magic)
	t.Logf("embedded data: %d bytes", len(data))
	assert.Less(t, len(data), 1_500_000)
}

// TestNothingBeforeUse proves that a service is decoded when it is first asked
// for and not before.
func TestNothingBeforeUse(t *testing.T) {
	var r reference
	r.load(data)
	for i := range r.services {
		assert.Nil(t, r.services[i].actions)
	}
	i, ok := r.find("s3")
	require.True(t, ok)
	_, ok = r.services[i].decode().find("GetObject")
	assert.True(t, ok)
	for j := range r.services {
		assert.Equal(t, i == j, r.services[j].actions != nil, r.services[j].prefix)
	}
}

func TestConcurrentUse(t *testing.T) {
	var r reference
	r.load(data)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range r.services {
				s := r.services[i].decode()
				s.patternsOnce.Do(s.compilePatterns)
				assert.Len(t, s.actions, s.count)
				assert.Len(t, s.patterns, len(s.types))
			}
		})
	}
	wg.Wait()
}

// TestDamagedData cuts the data at many places: what cannot be read is absent,
// and nothing panics.
func TestDamagedData(t *testing.T) {
	for n := 0; n < len(data); n += 1 + n/50 {
		var r reference
		r.load(data[:n])
		assert.False(t, r.valid, n)
		assert.Empty(t, r.services)
	}
	whole := ref()
	for i := range whole.services {
		block := whole.services[i].block
		s := service{count: whole.services[i].count, block: block[:len(block)/2]}
		assert.False(t, s.decode().valid)
	}
	var r reference
	r.load("iamcatalog\x02" + data[len(magic):])
	assert.False(t, r.valid, "another format")
}

// compareWith compares every fact of a reference with its source.
func compareWith(t *testing.T, r *reference, want *iamdata.Reference) {
	t.Helper()
	keys := func(list []ConditionKey) (out []iamdata.Key) {
		for _, k := range list {
			out = append(out, iamdata.Key{Name: k.name, Type: k.typ.String(), Multivalued: k.multivalued})
		}
		return out
	}
	list := func(s *service, c *cursor) (out []string) {
		for range c.count() {
			out = append(out, s.keys[c.number()].name)
		}
		return out
	}
	require.True(t, r.valid)
	require.Len(t, r.services, len(want.Services))
	assert.Equal(t, want.Global, keys(r.global))
	for i := range r.services {
		s, w := r.services[i].decode(), want.Services[i]
		require.True(t, s.valid, w.Prefix)
		got := iamdata.Service{Prefix: s.prefix, Name: s.name, RCP: s.flags&flagRCP != 0, Keys: keys(s.keys)}
		for _, typ := range s.types {
			got.Types = append(got.Types, iamdata.Type{Name: typ.name, ARNs: typ.arns, Keys: list(s, &cursor{rest: typ.keys})})
		}
		for _, a := range s.actions {
			one := iamdata.Action{Name: a.name, Level: a.level.String()}
			c := cursor{rest: s.details[a.detail:]}
			for range c.count() {
				n := c.number()
				one.Resources = append(one.Resources, iamdata.ActionResource{Type: s.types[n>>1].name, Required: n&1 == 1, Keys: list(s, &c)})
			}
			one.Keys = list(s, &c)
			for range c.count() {
				service, n := c.number(), c.number()
				d := r.services[service].decode()
				one.Dependent = append(one.Dependent, d.prefix+":"+d.actions[n].name)
			}
			got.Actions = append(got.Actions, one)
		}
		require.Equal(t, w, got, w.Prefix)
	}
}

// TestRoundTrip encodes a small package and decodes it again.
func TestRoundTrip(t *testing.T) {
	want, err := iamdata.Read(os.DirFS("../internal/iamdata/testdata/package"))
	require.NoError(t, err)
	encoded, err := iamdata.Encode(want)
	require.NoError(t, err)
	var r reference
	r.load(string(encoded))
	compareWith(t, &r, want)
}

// TestSource compares the embedded data with the package that they come from,
// and generates them again, when the variables IAM_DATA and IAM_DATA_OLDER name the
// folders.
func TestSource(t *testing.T) {
	folder, older := os.Getenv("IAM_DATA"), os.Getenv("IAM_DATA_OLDER")
	if folder == "" || older == "" {
		t.Skip("IAM_DATA and IAM_DATA_OLDER do not name the unpacked npm packages")
	}
	want, err := iamdata.Read(os.DirFS(folder))
	require.NoError(t, err)
	if want.Version != Version {
		t.Skipf("IAM_DATA is version %s, the data are from %s", want.Version, Version)
	}
	assert.Equal(t, want.Updated, Updated)
	_, _, err = want.AddDependent(os.DirFS(older))
	require.NoError(t, err)
	assert.Equal(t, want.DependentVersion, DependentVersion)
	encoded, err := iamdata.Encode(want)
	require.NoError(t, err)
	assert.True(t, string(encoded) == data, "the data are what the generator writes")
	compareWith(t, ref(), want)
}

// TestBinarySize reports what the catalog adds to a program.
func TestBinarySize(t *testing.T) {
	if testing.Short() {
		t.Skip("builds two programs")
	}
	size := func(name, source string) int64 {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".go"), []byte(source), 0o644))
		binary := filepath.Join(dir, name)
		out, err := exec.Command("go", "build", "-o", binary, filepath.Join(dir, name+".go")).CombinedOutput()
		require.NoError(t, err, string(out))
		info, err := os.Stat(binary)
		require.NoError(t, err)
		return info.Size()
	}
	without := size("without", "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n\t\"slices\"\n\t\"strings\"\n)\n\nfunc main() { fmt.Println(slices.Max(os.Args), strings.ToUpper(os.Args[0])) }\n")
	with := size("with", "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n\t\"slices\"\n\t\"strings\"\n\n\t\"github.com/iamhygiene/sdk/policyeval/catalog\"\n)\n\nfunc main() {\n\tfmt.Println(slices.Max(os.Args), strings.ToUpper(os.Args[0]))\n\tset, err := catalog.Expand(os.Args...)\n\tfmt.Println(catalog.Shorten(set), err)\n}\n")
	t.Logf("a program grows from %d to %d bytes: %d", without, with, with-without)
	assert.Less(t, with-without, int64(1_500_000))
}
