package checks_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

// manual returns the checks that ask.
func manual() []iamhygiene.Check {
	var out []iamhygiene.Check
	for _, c := range checks.All(checks.Standard) {
		if c.Info().Theme == "manual" {
			out = append(out, c)
		}
	}
	return out
}

// Each of them asks one question on the account, to which yes is the good
// answer, and takes an attestation under its id.
func TestManual(t *testing.T) {
	require.Len(t, manual(), 14)
	for _, c := range manual() {
		id := c.Info().ID
		t.Run(id, func(t *testing.T) {
			assert.True(t, strings.HasPrefix(id, "manual-"))
			asked := single(t, c)
			assert.Equal(t, iamhygiene.Manual, asked.Status)
			assert.Equal(t, iamhygiene.TypeAccount, asked.Resource.Type)
			assert.Regexp(t, `^(Is|Are|Was|Were|Do|Does|If) .*\?$`, asked.Message, "a question to answer yes or no")
			for answer, want := range map[iamhygiene.Answer]iamhygiene.Status{
				iamhygiene.AnswerYes: iamhygiene.Pass, iamhygiene.AnswerNo: iamhygiene.Fail, iamhygiene.AnswerNA: iamhygiene.NotApplicable,
			} {
				f := single(t, c, iamhygiene.Attestations.With([]iamhygiene.Attestation{{
					ID: id, Answer: answer, Who: "jane", Date: noon.AddDate(0, -1, 0), Expires: noon.AddDate(0, 1, 0), Note: "looked it up",
				}}, noon))
				assert.Equal(t, want, f.Status, answer)
				assert.Equal(t, "jane answered "+string(answer)+" on 2024-02-12: "+asked.Message, f.Message)
				assert.Equal(t, iamhygiene.SeverityLow, f.Severity)
				assert.Equal(t, "looked it up", fact(f, id+"/note"))
				assert.Equal(t, noon.AddDate(0, -1, 0), f.Evidence[0].At, "the answer is as old as it is")
				assert.Equal(t, asked.Fingerprint, f.Fingerprint)
			}
		})
	}
}

func TestManualFixtures(t *testing.T) {
	checktest.Run(t, "testdata/manual/*.txtar", manual()...)
}

// At its expiry an answer counts no more.
func TestAttestationExpiry(t *testing.T) {
	for left, want := range map[int]iamhygiene.Status{0: iamhygiene.Manual, 1: iamhygiene.Pass, -1: iamhygiene.Manual} {
		f := single(t, checks.ManualLeavers{}, iamhygiene.Attestations.With([]iamhygiene.Attestation{{
			ID: "manual-leavers", Answer: iamhygiene.AnswerYes, Who: "jane", Date: noon.AddDate(-1, 0, 0), Expires: noon.Add(time.Duration(left)),
		}}, noon))
		assert.Equal(t, want, f.Status, "%d nanoseconds left", left)
	}
}
