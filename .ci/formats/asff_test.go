package formats

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// decode reads JSON whose every member the type of the SDK must know.
func decode(t *testing.T, text []byte, to any) {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	require.NoError(t, dec.Decode(to), string(text[:min(len(text), 300)]))
}

// client is the SDK's client; it validates and serializes the input, and the
// answer comes from memory.
func client() *securityhub.Client {
	return securityhub.New(securityhub.Options{
		Region: "us-east-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "a", SecretAccessKey: "b"}, nil
		}),
		HTTPClient: roundTrip(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(`{"FailedCount":0,"SuccessCount":1,"ProcessedFindings":[],"UnprocessedFindings":[]}`))}, nil
		}),
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) Do(r *http.Request) (*http.Response, error) { return f(r) }

// TestASFF: each line is the input of BatchImportFindings that the SDK of AWS
// knows, with no member that it does not know.
func TestASFF(t *testing.T) {
	for name, text := range subjects(t, "report.asff.jsonl", "asff") {
		t.Run(name, func(t *testing.T) {
			for line := range bytes.Lines(text) {
				var in struct{ Findings []types.AwsSecurityFinding }
				decode(t, line, &in)
				require.NotEmpty(t, in.Findings)
				_, err := client().BatchImportFindings(t.Context(), &securityhub.BatchImportFindingsInput{Findings: in.Findings})
				require.NoError(t, err)
				for _, f := range in.Findings {
					assert.Contains(t, f.Severity.Label.Values(), f.Severity.Label)
					assert.Contains(t, f.Compliance.Status.Values(), f.Compliance.Status)
					assert.Contains(t, f.RecordState.Values(), f.RecordState)
					assert.Nil(t, f.Workflow, "BatchImportFindings does not update it")
					assert.Nil(t, f.Note, "BatchImportFindings does not update it")
					for _, r := range f.Resources {
						assert.Contains(t, r.Partition.Values(), r.Partition)
						if r.Details != nil {
							assert.Nil(t, r.Details.Other)
						}
					}
				}
			}
		})
	}
}

func TestASFFUpdates(t *testing.T) {
	for line := range bytes.Lines(subjects(t, "report.asff-updates.jsonl", "")["golden"]) {
		var in struct {
			FindingIdentifiers []types.AwsSecurityFindingIdentifier
			Note               *types.NoteUpdate
			Workflow           *types.WorkflowUpdate
		}
		decode(t, line, &in)
		assert.Contains(t, in.Workflow.Status.Values(), in.Workflow.Status)
		_, err := client().BatchUpdateFindings(t.Context(), &securityhub.BatchUpdateFindingsInput{FindingIdentifiers: in.FindingIdentifiers, Note: in.Note, Workflow: in.Workflow})
		require.NoError(t, err)
	}
}
