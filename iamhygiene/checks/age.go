package checks

import (
	"strconv"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// wholeDays counts the complete days of a duration, for evidence.
func wholeDays(d time.Duration) string { return strconv.Itoa(int(d / day)) }

// over prints an age that exceeds a limit, so that the two do not read alike
// where less than a day lies between them.
func over(age, limit time.Duration) string {
	text := iamhygiene.Days(age)
	if text == iamhygiene.Days(limit) {
		return "more than " + text
	}
	return text
}

// after is what evidence expects of a time that must be younger than the limit.
func after(s *iamhygiene.Snapshot, limit time.Duration) string {
	return "after " + stamp(s.Now().Add(-limit))
}

// notBefore is what evidence expects of a time that must not be older than the
// limit.
func notBefore(s *iamhygiene.Snapshot, limit time.Duration) string {
	return "not before " + stamp(s.Now().Add(-limit))
}
