package policyeval

import (
	"strconv"
	"time"
)

// deriveTime makes both time keys from one time (K3).
func (st *state) deriveTime(slot int32) (string, derivation) {
	if st.time.IsZero() {
		return "", notDerived
	}
	if !st.timeFor.Equal(st.time) {
		st.timeFor, st.timeText, st.epochText = st.time, "", ""
	}
	if slot == slotEpochTime {
		if st.epochText == "" {
			st.epochText = strconv.FormatInt(st.time.Unix(), 10)
		}
		return st.epochText, derivedValue
	}
	if st.timeText == "" {
		st.timeText = st.time.UTC().Format(time.RFC3339Nano)
	}
	return st.timeText, derivedValue
}

// requestInstant is the time of the request as a Date operator sees it. It
// spares making the text of the key and reading it again; where that text would
// be malformed or ambiguous (O8) the text decides.
func (st *state) requestInstant(slot int32) (instant, bool) {
	switch {
	case st.time.IsZero():
		return instant{}, false
	case slot == slotCurrentTime:
		year := st.time.UTC().Year()
		return instantAt(st.time), 0 <= year && year <= 9999
	case slot == slotEpochTime:
		t := instant{seconds: st.time.Unix()}
		return t, t.seconds > 9999
	}
	return instant{}, false
}

// deriveCalledVia takes the ends of aws:CalledVia (K3).
func (st *state) deriveCalledVia(slot int32) (string, derivation) {
	via := st.key(slotCalledVia)
	if via.presence != keyPresent || via.ambiguous {
		return "", notDerived
	}
	switch slot {
	case slotCalledViaFirst:
		return via.values[0], derivedValue
	case slotCalledViaLast:
		return via.values[len(via.values)-1], derivedValue
	}
	return "true", derivedValue
}
