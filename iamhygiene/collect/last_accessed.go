package collect

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

const (
	generateAccess = "iam:GenerateServiceLastAccessedDetails"
	getAccess      = "iam:GetServiceLastAccessedDetails"
)

// lastAccessed collects when users and roles last used the services that they
// are granted. All jobs are started first, and AWS works on them while we wait.
func lastAccessed(o LastAccessedOptions) Collector {
	return New(iamhygiene.LastAccessed, func(ctx context.Context, p *Pass) (map[string]iamhygiene.ServiceAccess, error) {
		details, err := iamhygiene.Authorization.Get(p.Snapshot)
		if err != nil {
			return nil, err
		}
		arns := principals(details)
		for _, arn := range arns[min(o.MaxJobs, len(arns)):] {
			p.Lost(arn, &iamhygiene.DataError{
				Operation: generateAccess, Code: iamhygiene.CodeNotCollected,
				Message: fmt.Sprintf("nobody asked about it: %d jobs is the limit, and there are %d users and roles", o.MaxJobs, len(arns)),
			})
		}
		j := &jobs{client: iam.NewFromConfig(p.Config), pass: p, found: make(map[string]iamhygiene.ServiceAccess)}
		if err := j.start(ctx, arns[:min(o.MaxJobs, len(arns))]); err != nil {
			return nil, err
		}
		for wait := newBackoff(o.MaxWait); len(j.open) > 0; {
			if !wait.next(ctx, p.Sleep) {
				if ctx.Err() != nil {
					return nil, ctx.Err()
				}
				for arn := range j.open {
					p.Lost(arn, &iamhygiene.DataError{
						Operation: getAccess, Code: iamhygiene.CodeNotReady, Retryable: true,
						Message: "the last-accessed information was not ready after " + o.MaxWait.String(),
					})
				}
				break
			}
			if err := j.poll(ctx); err != nil {
				return nil, err
			}
		}
		return j.found, nil
	}, needing(iamhygiene.Authorization.Name()))
}

// principals returns the ARNs of the users and roles to ask about, sorted.
// Service-linked roles are left out: AWS alone decides what they may do.
func principals(d *iamhygiene.AuthorizationDetails) []string {
	var arns []string
	for i := range d.Users {
		arns = append(arns, d.Users[i].ARN)
	}
	for i := range d.Roles {
		if !strings.HasPrefix(d.Roles[i].Path, "/aws-service-role/") {
			arns = append(arns, d.Roles[i].ARN)
		}
	}
	slices.Sort(arns)
	return arns
}

// jobs are the reports that AWS makes, one for each principal.
type jobs struct {
	client *iam.Client
	pass   *Pass

	mu    sync.Mutex
	open  map[string]string // job id by ARN
	found map[string]iamhygiene.ServiceAccess
}

func (j *jobs) start(ctx context.Context, arns []string) error {
	j.open = make(map[string]string, len(arns))
	return j.pass.Each(ctx, arns, func(ctx context.Context, arn string) error {
		out, err := j.client.GenerateServiceLastAccessedDetails(ctx, &iam.GenerateServiceLastAccessedDetailsInput{Arn: aws.String(arn)})
		if gone(err) {
			return nil
		}
		if err != nil {
			return err
		}
		j.mu.Lock()
		defer j.mu.Unlock()
		j.open[arn] = aws.ToString(out.JobId)
		return nil
	})
}

// poll asks once for each job that is open.
func (j *jobs) poll(ctx context.Context) error {
	arns := make([]string, 0, len(j.open))
	for arn := range j.open {
		arns = append(arns, arn)
	}
	slices.Sort(arns)
	errs, err := j.pass.some(ctx, arns, func(ctx context.Context, arn string) error {
		j.mu.Lock()
		id := j.open[arn]
		j.mu.Unlock()
		access, err := j.get(ctx, id)
		if access == nil && err == nil {
			return nil
		}
		j.mu.Lock()
		defer j.mu.Unlock()
		delete(j.open, arn)
		if err == nil {
			j.found[arn] = *access
		}
		return err
	})
	for i, e := range errs {
		j.pass.Lost(arns[i], e)
	}
	return err
}

// get returns the result of a job, or nil while it is in progress.
func (j *jobs) get(ctx context.Context, id string) (*iamhygiene.ServiceAccess, error) {
	var generated time.Time
	pending := false
	services, err := List(ctx, getAccess, func(ctx context.Context, token *string) ([]iamhygiene.AccessedService, *string, error) {
		out, err := j.client.GetServiceLastAccessedDetails(ctx, &iam.GetServiceLastAccessedDetailsInput{
			JobId: aws.String(id), Marker: token, MaxItems: aws.Int32(pageSize),
		})
		switch {
		case err != nil:
			return nil, nil, err
		case out.JobStatus == types.JobStatusTypeInProgress:
			pending = true
			return nil, nil, nil
		case out.JobStatus != types.JobStatusTypeCompleted:
			e := &iamhygiene.DataError{Operation: getAccess, Code: iamhygiene.CodeInvalid, Retryable: true, Message: "the job for the last-accessed information failed"}
			if out.Error != nil && aws.ToString(out.Error.Code) != "" {
				e.Code = *out.Error.Code
				e.Message += " with " + e.Code + ": " + aws.ToString(out.Error.Message)
			}
			return nil, nil, e
		}
		generated = aws.ToTime(out.JobCompletionDate)
		next, err := Marker(getAccess, out.IsTruncated, out.Marker)
		return convert(out.ServicesLastAccessed, func(s types.ServiceLastAccessed) iamhygiene.AccessedService {
			return iamhygiene.AccessedService{
				Namespace: aws.ToString(s.ServiceNamespace), Name: aws.ToString(s.ServiceName),
				LastAuthenticated: aws.ToTime(s.LastAuthenticated), Region: aws.ToString(s.LastAuthenticatedRegion),
			}
		}), next, err
	})
	if err != nil || pending {
		return nil, err
	}
	slices.SortFunc(services, func(a, b iamhygiene.AccessedService) int { return compare(a.Namespace, b.Namespace) })
	return &iamhygiene.ServiceAccess{Generated: generated, Services: services}, nil
}
