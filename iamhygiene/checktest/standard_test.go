package checktest_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

// empty is a value of each shape that datasets have; one of them is right.
var empty = []string{
	"{}", "[]", `{"regions": [], "items": []}`,
	`{"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [], "Policies": []}`,
	`{"SummaryMap": {}}`, `{"PasswordPolicy": {}}`, `{"attestations": []}`,
}

// Every built-in dataset has a file of its name.
func TestEveryStandardDataset(t *testing.T) {
	for _, d := range iamhygiene.StandardDatasets() {
		t.Run(d.Name, func(t *testing.T) {
			if d.Name == iamhygiene.CredentialReport.Name() {
				t.Skip("three files of its own")
			}
			var err error
			for _, value := range empty {
				var s *iamhygiene.Snapshot
				if s, err = checktest.Snapshot("-- " + d.Name + ".json --\n" + value + "\n"); err == nil {
					assert.Equal(t, []string{d.Name}, s.Datasets())
					return
				}
			}
			assert.NoError(t, err)
		})
	}
}

func TestStandardDatasets(t *testing.T) {
	s, err := checktest.Snapshot(`
-- options --
failed: functions AccessDenied eu-west-1
failed: instances AccessDenied
-- functions.json --
{"regions": ["eu-north-1"], "items": [{"arn": "arn:aws:lambda:eu-north-1:111122223333:function:f", "name": "f", "region": "eu-north-1", "role": "arn:aws:iam::111122223333:role/f"}]}
-- attestations.json --
{"attestations": [{"id": "manual-leavers", "answer": "yes", "who": "jane", "date": "2024-01-01", "expires": "2025-01-01"}]}
`)
	require.NoError(t, err)
	functions, err := iamhygiene.Functions.Get(s)
	require.NoError(t, err, "an error of a Region leaves the others")
	require.Len(t, functions.Items, 1)
	assert.Equal(t, "f", functions.Items[0].Name)
	assert.Equal(t, "AccessDenied", iamhygiene.Functions.ErrorFor(s, "eu-west-1").Code)
	_, err = iamhygiene.Instances.Get(s)
	assert.ErrorContains(t, err, "grant ec2:DescribeInstances")
	a, ok := iamhygiene.AttestationOf(s, "manual-leavers")
	require.True(t, ok)
	assert.Equal(t, iamhygiene.AnswerYes, a.Answer)
}

func TestStandardDatasetMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"-- functions.json --\n{\"region\": []}\n":                                    "functions.json: json: unknown field \"region\"",
		"-- functions.json --\n{} {}\n":                                               "functions.json: more text follows",
		"-- function.json --\n{}\n":                                                   "the file \"function.json\" means nothing",
		"-- attestations.json --\n{\"attestations\": [{\"id\": \"manual-x\"}]}\n":     "attestations.json: iamhygiene: attestation manual-x: the answer is \"\"",
		"-- options --\nfailed: functions Throttling\n-- functions.json --\n{}\n":     "failed: functions failed as a whole, but the fixture has functions.json",
		"-- credential-report.rows --\nalice\n-- functions.json --\n{\"items\": 3}\n": "functions.json: json: cannot unmarshal",
	} {
		_, err := checktest.Snapshot(text)
		assert.ErrorContains(t, err, want)
	}
}

// A caller's dataset of the same name as a built-in one is the caller's.
func TestOwnDatasetWins(t *testing.T) {
	own := iamhygiene.NewDataset[map[string]int](iamhygiene.DatasetInfo{Name: "functions"})
	s, err := checktest.Snapshot("-- functions.json --\n{\"n\": 3}\n", checktest.JSON(own))
	require.NoError(t, err)
	v, err := own.Get(s)
	require.NoError(t, err)
	assert.Equal(t, map[string]int{"n": 3}, v)
	_, err = new(iamhygiene.Runner).Run(context.Background(), s)
	assert.NoError(t, err)
}
