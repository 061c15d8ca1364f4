package fakes_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

func TestOrganizationsAccessReport(t *testing.T) {
	org := fakes.NewOrganization()
	prod := org.AddOU("Prod")
	web, db := prod.AddAccount(mainID), prod.AddAccount(otherID)
	used := noon.Add(-48 * time.Hour)
	web.AddUser("alice", fakes.LastAccessed("s3", used, "eu-west-1"), fakes.LastAccessed("kms", noon.AddDate(-2, 0, 0), "eu-west-1"))
	db.AddRole("app", fakes.TrustService("ec2.amazonaws.com"), fakes.LastAccessed("s3", used.Add(time.Hour), "eu-north-1"))
	scp := `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*","kms:*","sqs:*"],"Resource":"*"}}`
	prod.AttachSCP("some", scp)
	prod.DetachSCP("FullAWSAccess")
	c := client(org.Management())
	path := org.ID() + "/" + org.RootID() + "/" + prod.ID()
	begin := func(path, policy string) (*string, error) {
		in := &iam.GenerateOrganizationsAccessReportInput{EntityPath: &path}
		if policy != "" {
			in.OrganizationsPolicyId = &policy
		}
		out, err := c.GenerateOrganizationsAccessReport(ctx, in)
		if err != nil {
			return nil, err
		}
		return out.JobId, nil
	}
	job, err := begin(path, "")
	require.NoError(t, err)
	get := func(job, marker *string, size *int32, key types.SortKeyType) *iam.GetOrganizationsAccessReportOutput {
		out, err := c.GetOrganizationsAccessReport(ctx, &iam.GetOrganizationsAccessReportInput{JobId: job, Marker: marker, MaxItems: size, SortKey: key})
		require.NoError(t, err)
		return out
	}
	progress := get(job, nil, nil, "")
	assert.Equal(t, types.JobStatusTypeInProgress, progress.JobStatus)
	assert.Equal(t, noon, *progress.JobCreationDate)
	assert.Nil(t, progress.JobCompletionDate)
	assert.Empty(t, progress.AccessDetails)

	done := get(job, nil, nil, "")
	assert.Equal(t, types.JobStatusTypeCompleted, done.JobStatus)
	assert.EqualValues(t, 3, *done.NumberOfServicesAccessible)
	assert.EqualValues(t, 2, *done.NumberOfServicesNotAccessed, "kms was used before the tracking period")
	require.Len(t, done.AccessDetails, 3)
	assert.Equal(t, types.AccessDetail{
		ServiceName: aws.String("Amazon S3"), ServiceNamespace: aws.String("s3"), EntityPath: aws.String(path + "/" + otherID),
		LastAuthenticatedTime: aws.Time(used.Add(time.Hour)), Region: aws.String("eu-north-1"), TotalAuthenticatedEntities: aws.Int32(2),
	}, done.AccessDetails[1])
	assert.Equal(t, "s3", *get(job, nil, nil, types.SortKeyTypeLastAuthenticatedTimeDescending).AccessDetails[0].ServiceNamespace)
	assert.Equal(t, "sqs", *get(job, nil, nil, types.SortKeyTypeServiceNamespaceDescending).AccessDetails[0].ServiceNamespace)
	assert.Equal(t, "s3", *get(job, nil, nil, types.SortKeyTypeLastAuthenticatedTimeAscending).AccessDetails[2].ServiceNamespace)

	first := get(job, nil, aws.Int32(2), "")
	require.True(t, first.IsTruncated)
	rest := get(job, first.Marker, aws.Int32(2), "")
	assert.False(t, rest.IsTruncated)
	assert.Len(t, append(first.AccessDetails, rest.AccessDetails...), 3)

	org.Management().JobPolls(0)
	t.Run("of one account", func(t *testing.T) {
		job, err := begin(path+"/"+mainID, "")
		require.NoError(t, err)
		assert.Equal(t, used, *get(job, nil, nil, "").AccessDetails[1].LastAuthenticatedTime)
	})
	t.Run("of the management account", func(t *testing.T) {
		job, err := begin(org.ID()+"/"+org.RootID()+"/"+org.Management().ID(), "")
		require.NoError(t, err)
		assert.Greater(t, len(get(job, nil, aws.Int32(1000), "").AccessDetails), 20, "no policy binds it")
	})
	t.Run("of a policy", func(t *testing.T) {
		job, err := begin(path, "p-FullAWSAccess")
		require.NoError(t, err)
		assert.Greater(t, len(get(job, nil, aws.Int32(1000), "").AccessDetails), 20, "all services that the one policy allows")
	})
	t.Run("fails", func(t *testing.T) {
		org.Management().FailJobs("Broken", "it is broken")
		job, err := begin(path, "")
		require.NoError(t, err)
		out := get(job, nil, nil, "")
		assert.Equal(t, types.JobStatusTypeFailed, out.JobStatus)
		assert.Equal(t, "Broken", *out.ErrorDetails.Code)
	})
	t.Run("refuses", func(t *testing.T) {
		_, err := begin("o-short", "")
		refused(t, err, 400, "ValidationError", "entityPath")
		_, err = begin(path+"/123456789012", "")
		refused(t, err, 400, "InvalidInput", "does not exist")
		_, err = begin(path, "p-none")
		refused(t, err, 400, "InvalidInput", "p-none")
		_, err = client(web).GenerateOrganizationsAccessReport(ctx, &iam.GenerateOrganizationsAccessReportInput{EntityPath: &path})
		refused(t, err, 403, "AccessDenied", "iam:GenerateOrganizationsAccessReport on resource: arn:aws:iam::"+mainID+":access-report/"+path)
		_, err = c.GetOrganizationsAccessReport(ctx, &iam.GetOrganizationsAccessReportInput{JobId: aws.String("00000000-0000-0000-0000-000000000000")})
		refused(t, err, 404, "NoSuchEntity", "job")
		org.Management().Fail(fakes.Op[iam.GenerateOrganizationsAccessReportInput](), fakes.ReportLimit(1))
		_, err = begin(path, "")
		refused(t, err, 409, "ReportGenerationLimitExceeded", "concurrent")
		assert.True(t, as[*types.ReportGenerationLimitExceededException](err))
	})
}

func TestListDelegationRequests(t *testing.T) {
	a := fakes.NewAccount(mainID)
	owner := "arn:aws:iam::" + mainID + ":user/alice"
	a.AddDelegationRequest(types.DelegationRequest{Description: aws.String("nobody's")})
	first := a.AddDelegationRequest(types.DelegationRequest{OwnerId: &owner, RequestorName: aws.String("Example Partner")})
	a.AddDelegationRequest(types.DelegationRequest{OwnerId: &owner, State: types.StateTypePendingApproval})
	a.AddDelegationRequest(types.DelegationRequest{OwnerId: aws.String("arn:aws:iam::" + mainID + ":role/ops")})
	a.PageSize(1)
	var states []types.StateType
	c := client(a)
	for p := (&iam.ListDelegationRequestsInput{OwnerId: &owner}); ; {
		out, err := c.ListDelegationRequests(ctx, p)
		require.NoError(t, err)
		for _, r := range out.DelegationRequests {
			states = append(states, r.State)
			assert.Equal(t, mainID, *r.OwnerAccountId)
		}
		if p.Marker = out.Marker; !out.IsTruncated {
			break
		}
	}
	assert.Equal(t, []types.StateType{types.StateTypeAssigned, types.StateTypePendingApproval}, states, "what has no owner is not listed")
	a.AddDelegationRequest(first)
	require.ErrorContains(t, a.Err(), "already exists")
}
