package credreport_test

import (
	"encoding/base64"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/gocarina/gocsv"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
)

func TestEntriesStops(t *testing.T) {
	n := 0
	for e, err := range credreport.Entries(&made{rows: 5000}) {
		require.NoError(t, err)
		if n++; e.User == "user-3" {
			break
		}
	}
	assert.Equal(t, 4, n)
	for _, err := range credreport.Entries(strings.NewReader(file(columnsLine, rootRow+",x"))) {
		require.ErrorIs(t, err, credreport.ErrFieldCount)
		break
	}
}

// Entries gives what Parse gives, over many batches.
func TestEntriesAgreesWithParse(t *testing.T) {
	report, err := credreport.Parse(&made{rows: 1800})
	require.NoError(t, err)
	require.Len(t, report.Entries, 1800)
	i := 0
	for e, err := range credreport.Entries(&made{rows: 1800}) {
		require.NoError(t, err)
		require.Equal(t, report.Entries[i], e)
		i++
	}
	assert.Equal(t, 1800, i)
}

// An input of 50 MB is read in constant memory, as CSV and in the CLI's JSON.
func TestEntriesInConstantMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 50 MB twice")
	}
	const rows = 200_000
	inputs := map[string]func() io.Reader{
		"CSV": func() io.Reader { return &made{rows: rows} },
		"JSON": func() io.Reader {
			r, w := io.Pipe()
			go func() {
				enc := base64.NewEncoder(base64.StdEncoding, w)
				_, _ = io.WriteString(w, `{"Content":"`)
				_, err := io.Copy(enc, &made{rows: rows})
				_ = enc.Close()
				_, _ = io.WriteString(w, `"}`)
				_ = w.CloseWithError(err)
			}()
			return r
		},
	}
	for name, input := range inputs {
		t.Run(name, func(t *testing.T) {
			var before, during runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			n := 0
			var most uint64
			for _, err := range credreport.Entries(input()) {
				require.NoError(t, err)
				if n++; n%50_000 == 0 {
					runtime.GC()
					runtime.ReadMemStats(&during)
					most = max(most, during.HeapAlloc)
				}
			}
			assert.Equal(t, rows, n)
			assert.Less(t, int64(most)-int64(before.HeapAlloc), int64(4<<20), "of 50 MB")
		})
	}
}

// Other parts of a program may set gocsv's global settings. They cannot make
// columns go astray in silence.
func TestGocsvSettings(t *testing.T) {
	data := file("user,arn,password_enabled,mfa_active,access_key_1_active,access_key_2_active,x",
		"mia,"+account+"user/mia,false,false,true,false,y")
	want := parse(t, data)

	t.Run("harmless", func(t *testing.T) {
		gocsv.FailIfUnmatchedStructTags = true
		gocsv.FailIfDoubleHeaderNames = true
		gocsv.ShouldAlignDuplicateHeadersWithStructFieldOrder = true
		gocsv.SetCSVReader(gocsv.LazyCSVReader)
		gocsv.SetCSVWriter(func(io.Writer) *gocsv.SafeCSVWriter { panic("not ours") })
		defer func() {
			gocsv.FailIfUnmatchedStructTags = false
			gocsv.FailIfDoubleHeaderNames = false
			gocsv.ShouldAlignDuplicateHeadersWithStructFieldOrder = false
			gocsv.SetCSVReader(gocsv.DefaultCSVReader)
			gocsv.SetCSVWriter(gocsv.DefaultCSVWriter)
		}()
		assert.Equal(t, want, parse(t, data))
		assert.Equal(t, data, write(t, want))
	})
	t.Run("a normalizer that makes two columns one", func(t *testing.T) {
		gocsv.SetHeaderNormalizer(func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "2", "1"), "1", "0") })
		defer gocsv.SetHeaderNormalizer(gocsv.DefaultNameNormalizer())
		_, err := credreport.Parse(strings.NewReader(data))
		require.ErrorIs(t, err, credreport.ErrSettings)
		assert.Equal(t, `credreport: columns do not reach their fields (column access_key_1_active); `+
			`leave gocsv.TagName and gocsv.SetHeaderNormalizer alone in this program`, err.Error())
		assert.ErrorIs(t, credreport.Write(io.Discard, want), credreport.ErrSettings)
	})
	t.Run("another tag", func(t *testing.T) {
		defer gocsv.SetHeaderNormalizer(gocsv.DefaultNameNormalizer()) // empties gocsv's cache
		gocsv.TagName = "column"
		gocsv.SetHeaderNormalizer(gocsv.DefaultNameNormalizer())
		defer func() { gocsv.TagName = "csv" }()
		assert.Equal(t, want, parse(t, data), "reading does not depend on tags")
		assert.ErrorIs(t, credreport.Write(io.Discard, want), credreport.ErrSettings)
	})
	assert.Equal(t, data, write(t, parse(t, data)), "and all is as before")
}

// gocsv by itself reads reports into entries, too.
func TestEntryWithGocsv(t *testing.T) {
	var entries []credreport.Entry
	require.NoError(t, gocsv.UnmarshalString(file(columnsLine+",x", rootRow+",1", userRow("mia")+",2"), &entries))
	require.Len(t, entries, 2)
	assert.Equal(t, parse(t, file(columnsLine+",x", rootRow+",1", userRow("mia")+",2")).Entries, entries)
}
