package credreport_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/gocarina/gocsv"

	"github.com/iamhygiene/sdk/credreport"
)

// columnsLine is the documented header.
const columnsLine = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed," +
	"password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date," +
	"access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated," +
	"access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active," +
	"cert_1_last_rotated,cert_2_active,cert_2_last_rotated"

// made is a report of any size that is made while it is read, so that reading it
// takes no memory. The mixture of rows is that of an ordinary account.
type made struct {
	rows, row int
	buf       []byte
}

func (m *made) Read(p []byte) (int, error) {
	for len(m.buf) < len(p) && m.row < m.rows {
		if m.row == 0 {
			m.buf = append(m.buf, columnsLine+"\n"...)
			m.buf = append(m.buf, "<root_account>,arn:aws:iam::123456789012:root,2018-05-01T10:00:00+00:00,not_supported,"+
				"2024-01-09T08:00:00+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n"...)
			m.row++
			continue
		}
		m.buf = appendUser(m.buf, m.row)
		m.row++
	}
	if len(m.buf) == 0 {
		return 0, io.EOF
	}
	n := copy(p, m.buf)
	m.buf = append(m.buf[:0], m.buf[n:]...)
	return n, nil
}

func appendUser(b []byte, i int) []byte {
	date := func(b []byte, days int) []byte {
		at := time.Date(2020, 1, 1, 8, 30, 0, 0, time.UTC).Add(time.Duration(days)*24*time.Hour + time.Duration(i)*time.Second)
		return at.AppendFormat(append(b, ','), "2006-01-02T15:04:05-07:00")
	}
	n := strconv.Itoa(i)
	b = append(b, "user-"+n+",arn:aws:iam::123456789012:user/team-"+strconv.Itoa(i%17)+"/user-"+n...)
	b = date(b, i%700)
	switch i % 3 {
	case 0: // console only
		b = append(b, ",true"...)
		b = date(b, 1400)
		b = date(b, 1200)
		b = date(b, 1290)
		b = append(b, ",true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A"...)
	case 1: // one key
		b = append(b, ",false,N/A,N/A,N/A,false,true"...)
		b = date(b, 1300)
		b = date(b, 1500)
		b = append(b, ",eu-central-1,s3,false,N/A,N/A,N/A,N/A"...)
	default: // both, with an old key
		b = append(b, ",true,no_information"...)
		b = date(b, 1100)
		b = append(b, ",N/A,false,true"...)
		b = date(b, 1300)
		b = append(b, ",N/A,N/A,N/A,false"...)
		b = date(b, 900)
		b = date(b, 1000)
		b = append(b, ",us-east-1,sts"...)
	}
	return append(b, ",false,N/A,false,N/A\n"...)
}

// plainRow is the yardstick: the same columns as plain strings.
type plainRow struct {
	User                      string `csv:"user"`
	ARN                       string `csv:"arn"`
	UserCreationTime          string `csv:"user_creation_time"`
	PasswordEnabled           string `csv:"password_enabled"`
	PasswordLastUsed          string `csv:"password_last_used"`
	PasswordLastChanged       string `csv:"password_last_changed"`
	PasswordNextRotation      string `csv:"password_next_rotation"`
	MFAActive                 string `csv:"mfa_active"`
	AccessKey1Active          string `csv:"access_key_1_active"`
	AccessKey1LastRotated     string `csv:"access_key_1_last_rotated"`
	AccessKey1LastUsedDate    string `csv:"access_key_1_last_used_date"`
	AccessKey1LastUsedRegion  string `csv:"access_key_1_last_used_region"`
	AccessKey1LastUsedService string `csv:"access_key_1_last_used_service"`
	AccessKey2Active          string `csv:"access_key_2_active"`
	AccessKey2LastRotated     string `csv:"access_key_2_last_rotated"`
	AccessKey2LastUsedDate    string `csv:"access_key_2_last_used_date"`
	AccessKey2LastUsedRegion  string `csv:"access_key_2_last_used_region"`
	AccessKey2LastUsedService string `csv:"access_key_2_last_used_service"`
	Cert1Active               string `csv:"cert_1_active"`
	Cert1LastRotated          string `csv:"cert_1_last_rotated"`
	Cert2Active               string `csv:"cert_2_active"`
	Cert2LastRotated          string `csv:"cert_2_last_rotated"`
}

// BenchmarkParse reads 5,000 rows: typed, and by what it is measured against.
// Typed must cost at most 1.3 times gocsv-strings.
func BenchmarkParse(b *testing.B) {
	data, err := io.ReadAll(&made{rows: 5000})
	if err != nil {
		b.Fatal(err)
	}
	run := func(name string, parse func(io.Reader) (int, error)) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if n, err := parse(bytes.NewReader(data)); err != nil || n != 5000 {
					b.Fatal(n, err)
				}
			}
		})
	}
	run("typed", func(r io.Reader) (int, error) {
		report, err := credreport.Parse(r)
		if err != nil {
			return 0, err
		}
		return len(report.Entries), nil
	})
	run("gocsv-strings", func(r io.Reader) (int, error) {
		var rows []plainRow
		err := gocsv.Unmarshal(r, &rows)
		return len(rows), err
	})
	run("encoding-csv", func(r io.Reader) (int, error) {
		rows, err := csv.NewReader(r).ReadAll()
		return len(rows) - 1, err
	})
}

// BenchmarkEntries streams reports of two sizes. live-KB is the memory that is
// still reachable in the middle of the reading; it must not grow with the report.
func BenchmarkEntries(b *testing.B) {
	for _, rows := range []int{5_000, 50_000} {
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				n := 0
				for _, err := range credreport.Entries(&made{rows: rows}) {
					if err != nil {
						b.Fatal(err)
					}
					n++
				}
				if n != rows {
					b.Fatal(n)
				}
			}
			b.StopTimer()
			b.ReportMetric(liveKB(rows), "live-KB")
		})
	}
}

// liveKB measures what is reachable after most rows of a report were read.
func liveKB(rows int) float64 {
	var before, during runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n := 0
	for range credreport.Entries(&made{rows: rows}) {
		if n++; n == rows*9/10 {
			runtime.GC()
			runtime.ReadMemStats(&during)
		}
	}
	return float64(int64(during.HeapAlloc)-int64(before.HeapAlloc)) / 1024
}

// BenchmarkWrite writes 5,000 rows.
func BenchmarkWrite(b *testing.B) {
	report, err := credreport.Parse(&made{rows: 5000})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := credreport.Write(io.Discard, report); err != nil {
			b.Fatal(err)
		}
	}
}
