package report_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

// ocsfEvent is what the tests look at in an event.
type ocsfEvent struct {
	Activity   int    `json:"activity_id"`
	Category   int    `json:"category_uid"`
	Class      int    `json:"class_uid"`
	Type       int    `json:"type_uid"`
	Time       int64  `json:"time"`
	Severity   int    `json:"severity_id"`
	Status     int    `json:"status_id"`
	Comment    string `json:"comment"`
	Compliance struct {
		Status     int      `json:"status_id"`
		StatusCode string   `json:"status_code"`
		Standards  []string `json:"standards"`
	} `json:"compliance"`
	Info struct {
		UID       string `json:"uid"`
		FirstSeen int64  `json:"first_seen_time"`
	} `json:"finding_info"`
	Resources []struct{ UID string } `json:"resources"`
}

func ocsf(t *testing.T, res *iamhygiene.Results, opts ...func(*report.Options)) []ocsfEvent {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, report.OCSF(&out, res, opts...))
	var events []ocsfEvent
	for line := range bytes.Lines(out.Bytes()) {
		var e ocsfEvent
		require.NoError(t, json.Unmarshal(line, &e))
		events = append(events, e)
	}
	return events
}

func TestOCSF(t *testing.T) {
	res := results(t)
	var out bytes.Buffer
	require.NoError(t, report.OCSF(&out, res, func(o *report.Options) { o.Preset = "standard" }))
	golden(t, "report.ocsf.jsonl", out.Bytes())
	assert.NotContains(t, out.String(), "null")

	events := ocsf(t, res)
	require.Len(t, events, len(res.Findings))
	statuses := map[iamhygiene.Status]int{iamhygiene.Pass: 1, iamhygiene.Unknown: 2, iamhygiene.Fail: 3, iamhygiene.NotApplicable: 99, iamhygiene.Manual: 99}
	severities := map[iamhygiene.Severity]int{iamhygiene.SeverityInfo: 1, iamhygiene.SeverityLow: 2, iamhygiene.SeverityMedium: 3, iamhygiene.SeverityHigh: 4, iamhygiene.SeverityCritical: 5}
	for i, e := range events {
		f := &res.Findings[i]
		assert.Equal(t, []int{1, 2, 2003, 200301}, []int{e.Activity, e.Category, e.Class, e.Type})
		assert.Equal(t, statuses[f.Status], e.Compliance.Status)
		assert.Equal(t, f.Status.String(), e.Compliance.StatusCode)
		assert.NotEmpty(t, e.Compliance.Standards)
		assert.Equal(t, severities[f.Severity], e.Severity)
		assert.Equal(t, f.Fingerprint, e.Info.UID)
		assert.Equal(t, f.Resource.ARN, e.Resources[0].UID)
		assert.Equal(t, res.Time.UnixMilli(), e.Time)
		assert.Equal(t, f.Suppression != nil, e.Status == 3)
		assert.Equal(t, f.Suppression != nil, e.Comment != "")
	}
}

func TestOCSFArray(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, report.OCSF(&out, results(t), func(o *report.Options) { o.Array = true }))
	var events []ocsfEvent
	require.NoError(t, json.Unmarshal(out.Bytes(), &events))
	assert.Equal(t, ocsf(t, results(t)), events)

	out.Reset()
	require.NoError(t, report.OCSF(&out, one(now, nil), func(o *report.Options) { o.Array, o.Floor = true, iamhygiene.SeverityCritical }))
	require.NoError(t, json.Unmarshal(out.Bytes(), &events))
	assert.Empty(t, events)
}

// TestOCSFOverTime: activity_id says what became of a finding.
func TestOCSFOverTime(t *testing.T) {
	high := iamhygiene.SeverityHigh
	for _, c := range []struct {
		name, reason     string
		old, new         *state
		activity, status int
	}{
		{"appears", "created", nil, &state{iamhygiene.Fail, high, false}, 1, 1},
		{"fails on", "updated", &state{iamhygiene.Fail, high, false}, &state{iamhygiene.Fail, high, false}, 2, 1},
		{"passed, fails", "updated", &state{iamhygiene.Pass, high, false}, &state{iamhygiene.Fail, high, false}, 2, 1},
		{"mended", "closed as resolved", &state{iamhygiene.Fail, high, false}, &state{iamhygiene.Pass, high, false}, 3, 4},
		{"gone", "closed as resolved", &state{iamhygiene.Fail, high, false}, nil, 3, 4},
		{"unknown", "not closed", &state{iamhygiene.Fail, high, false}, &state{iamhygiene.Unknown, high, false}, 2, 1},
		{"exempted", "suppressed", &state{iamhygiene.Fail, high, false}, &state{iamhygiene.Fail, high, true}, 2, 3},
		{"passes on", "no status: there is nothing to do", &state{iamhygiene.Pass, high, false}, &state{iamhygiene.Pass, high, false}, 2, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			events := ocsf(t, one(now, c.new), func(o *report.Options) {
				o.Previous, o.Floor = one(now.AddDate(0, 0, -1), c.old), iamhygiene.SeverityMedium
			})
			require.Len(t, events, 1, c.reason)
			assert.Equal(t, c.activity, events[0].Activity, c.reason)
			assert.Equal(t, 200300+c.activity, events[0].Type)
			assert.Equal(t, c.status, events[0].Status, c.reason)
		})
	}
}

func TestOCSFFirstSeen(t *testing.T) {
	b := report.NewBaseline(one(now.AddDate(0, 0, -9), &state{iamhygiene.Fail, iamhygiene.SeverityHigh, false}))
	events := ocsf(t, one(now, &state{iamhygiene.Fail, iamhygiene.SeverityHigh, false}), func(o *report.Options) { o.Baseline = b })
	assert.Equal(t, now.AddDate(0, 0, -9).UnixMilli(), events[0].Info.FirstSeen)
}

func TestOCSFOtherAccount(t *testing.T) {
	other := one(now, nil)
	other.Account = "444455556666"
	var ce *report.CompareError
	assert.ErrorAs(t, report.OCSF(new(bytes.Buffer), results(t), func(o *report.Options) { o.Previous = other }), &ce)
}
