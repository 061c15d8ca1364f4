package iammodel

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// An AccessJob is a job of service last accessed information. Its result is
// made when the job begins.
type AccessJob struct {
	Caller   string // ARN of who began it, and alone may read it
	Created  time.Time
	Left     int
	Type     types.AccessAdvisorUsageGranularityType
	Failure  *types.ErrorDetails
	Services []types.ServiceLastAccessed
	// Entities are those behind the report, by namespace, the latest first.
	Entities map[string][]types.EntityDetails
}

func (s *Service) generateServiceLastAccessedDetails(c *model.Call, in *iam.GenerateServiceLastAccessedDetailsInput) (*iam.GenerateServiceLastAccessedDetailsOutput, error) {
	st := s.stores.Read(c)
	arn := text(in.Arn)
	if err := checkOneOf("granularity", in.Granularity, in.Granularity.Values()); err != nil {
		return nil, err
	}
	documents, actors, err := st.subject(arn)
	if err != nil {
		return nil, err
	}
	jobs := s.jobs.At(c.Account)
	job := &AccessJob{
		Caller: c.Caller.ARN, Created: c.Now(), Left: polls(jobs.AccessPolls), Failure: jobs.AccessFailure,
		Type: cmp.Or(in.Granularity, types.AccessAdvisorUsageGranularityTypeServiceLevel), Entities: make(map[string][]types.EntityDetails),
	}
	for _, service := range services(documents) {
		job.add(service, actors, c.Now())
	}
	if jobs.Accesses == nil {
		jobs.Accesses = make(map[string]*AccessJob)
	}
	id := fmt.Sprintf("%08x-0000-4000-8000-%s", len(jobs.Accesses)+1, st.AccountID)
	jobs.Accesses[id] = job
	return &iam.GenerateServiceLastAccessedDetailsOutput{JobId: &id}, nil
}

// An actor is a user or role whose uses count for a report.
type actor struct {
	info       types.EntityInfo
	activities []Activity
}

func userActor(u *User) actor {
	return actor{types.EntityInfo{Arn: &u.ARN, Id: &u.ID, Name: &u.Name, Path: &u.Path, Type: types.PolicyOwnerEntityTypeUser}, u.Activities}
}

func roleActor(r *Role) actor {
	return actor{types.EntityInfo{Arn: &r.ARN, Id: &r.ID, Name: &r.Name, Path: &r.Path, Type: types.PolicyOwnerEntityTypeRole}, r.Activities}
}

// subject finds what a report is about: the policies that decide which services
// it lists, and the users and roles whose uses it shows.
func (st *Store) subject(arn string) (documents []string, actors []actor, err error) {
	if p := st.policyByARN(arn); p != nil {
		return []string{p.document()}, st.actorsOf(p), nil
	}
	a, err := st.identityByARN(arn)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case a.user != nil:
		actors = []actor{userActor(a.user)}
	case a.role != nil:
		actors = []actor{roleActor(a.role)}
	default:
		for _, u := range st.members(a.group.Name) {
			actors = append(actors, userActor(u))
		}
	}
	for _, g := range st.grantsOf(a) {
		documents = append(documents, g.document)
	}
	return documents, actors, nil
}

// actorsOf returns the users and roles to which a policy is attached, members
// of groups included.
func (st *Store) actorsOf(p *Policy) []actor {
	var list []actor
	for _, u := range st.Users.Items {
		has := slices.Contains(u.Attached, p.ARN)
		for _, name := range u.Groups {
			if g := st.Groups.Get(name); g != nil {
				has = has || slices.Contains(g.Attached, p.ARN)
			}
		}
		if has {
			list = append(list, userActor(u))
		}
	}
	for _, r := range st.Roles.Items {
		if slices.Contains(r.Attached, p.ARN) {
			list = append(list, roleActor(r))
		}
	}
	return list
}

// add adds one service to the report.
func (j *AccessJob) add(service string, actors []actor, now time.Time) {
	out := types.ServiceLastAccessed{ServiceNamespace: &service, ServiceName: aws.String(title(service)), TotalAuthenticatedEntities: aws.Int32(0)}
	actions := make(map[string]types.TrackedActionLastAccessed)
	var entities []types.EntityDetails
	for _, a := range actors {
		entity := types.EntityDetails{EntityInfo: &a.info}
		for _, use := range a.activities {
			if use.Service != service || now.Sub(use.Time) > tracked {
				continue
			}
			if use.Action != "" {
				if last := actions[use.Action]; last.LastAccessedTime == nil || use.Time.After(*last.LastAccessedTime) {
					actions[use.Action] = types.TrackedActionLastAccessed{
						ActionName: &use.Action, LastAccessedEntity: a.info.Arn, LastAccessedRegion: optional(use.Region), LastAccessedTime: when(use.Time),
					}
				}
				continue
			}
			entity.LastAuthenticated = when(use.Time)
			*out.TotalAuthenticatedEntities++
			if out.LastAuthenticated == nil || use.Time.After(*out.LastAuthenticated) {
				out.LastAuthenticated, out.LastAuthenticatedEntity, out.LastAuthenticatedRegion = when(use.Time), a.info.Arn, optional(use.Region)
			}
		}
		entities = append(entities, entity)
	}
	if j.Type == types.AccessAdvisorUsageGranularityTypeActionLevel {
		for _, a := range actions {
			out.TrackedActionsLastAccessed = append(out.TrackedActionsLastAccessed, a)
		}
		slices.SortFunc(out.TrackedActionsLastAccessed, func(a, b types.TrackedActionLastAccessed) int { return cmp.Compare(*a.ActionName, *b.ActionName) })
	}
	slices.SortStableFunc(entities, func(a, b types.EntityDetails) int {
		return aws.ToTime(b.LastAuthenticated).Compare(aws.ToTime(a.LastAuthenticated))
	})
	j.Services = append(j.Services, out)
	j.Entities[service] = entities
}

// poll finds a job for who began it, and tells its status.
func (s *Service) poll(c *model.Call, id string) (*AccessJob, types.JobStatusType, error) {
	if err := checkLength("jobId", id, 36, 36); err != nil {
		return nil, "", err
	}
	job := s.jobs.At(c.Account).Accesses[id]
	switch {
	case job == nil || job.Caller != c.Caller.ARN:
		return nil, "", noSuchEntity("The job with id %s cannot be found.", id)
	case job.Left > 0:
		job.Left--
		return job, types.JobStatusTypeInProgress, nil
	case job.Failure != nil:
		return job, types.JobStatusTypeFailed, nil
	}
	return job, types.JobStatusTypeCompleted, nil
}

func (s *Service) getServiceLastAccessedDetails(c *model.Call, in *iam.GetServiceLastAccessedDetailsInput) (*iam.GetServiceLastAccessedDetailsOutput, error) {
	job, status, err := s.poll(c, text(in.JobId))
	if err != nil {
		return nil, err
	}
	out := &iam.GetServiceLastAccessedDetailsOutput{
		JobCreationDate: when(job.Created), JobStatus: status, JobType: job.Type, ServicesLastAccessed: []types.ServiceLastAccessed{},
	}
	switch status {
	case types.JobStatusTypeFailed:
		out.JobCompletionDate, out.Error = when(job.Created), job.Failure
	case types.JobStatusTypeCompleted:
		list, next, err := page(c, s.stores.Read(c), job.Services, nil, in.Marker, in.MaxItems)
		if err != nil {
			return nil, err
		}
		out.JobCompletionDate = when(job.Created)
		out.ServicesLastAccessed, out.IsTruncated, out.Marker = list, next != nil, next
	}
	return out, nil
}

func (s *Service) getServiceLastAccessedDetailsWithEntities(c *model.Call, in *iam.GetServiceLastAccessedDetailsWithEntitiesInput) (*iam.GetServiceLastAccessedDetailsWithEntitiesOutput, error) {
	job, status, err := s.poll(c, text(in.JobId))
	if err != nil {
		return nil, err
	}
	out := &iam.GetServiceLastAccessedDetailsWithEntitiesOutput{
		JobCreationDate: when(job.Created), JobStatus: status, EntityDetailsList: []types.EntityDetails{},
	}
	switch status {
	case types.JobStatusTypeFailed:
		out.JobCompletionDate, out.Error = when(job.Created), job.Failure
	case types.JobStatusTypeCompleted:
		entities, ok := job.Entities[text(in.ServiceNamespace)]
		if !ok {
			return nil, invalidInput("The service namespace %s is not in the report.", text(in.ServiceNamespace))
		}
		list, next, err := page(c, s.stores.Read(c), entities, nil, in.Marker, in.MaxItems)
		if err != nil {
			return nil, err
		}
		out.JobCompletionDate = when(job.Created)
		out.EntityDetailsList, out.IsTruncated, out.Marker = list, next != nil, next
	}
	return out, nil
}

// listPoliciesGrantingServiceAccess has a marker but no MaxItems.
func (s *Service) listPoliciesGrantingServiceAccess(c *model.Call, in *iam.ListPoliciesGrantingServiceAccessInput) (*iam.ListPoliciesGrantingServiceAccessOutput, error) {
	st := s.stores.Read(c)
	a, err := st.identityByARN(text(in.Arn))
	if err != nil {
		return nil, err
	}
	grants := st.grantsOf(a)
	entries := each(in.ServiceNamespaces, func(service string) types.ListPoliciesGrantingServiceAccessEntry {
		entry := types.ListPoliciesGrantingServiceAccessEntry{ServiceNamespace: &service, Policies: []types.PolicyGrantingServiceAccess{}}
		for _, g := range grants {
			if !allows(g.document, service) {
				continue
			}
			p := types.PolicyGrantingServiceAccess{PolicyName: &g.name, PolicyType: types.PolicyTypeManaged, PolicyArn: optional(g.arn)}
			if g.arn == "" {
				p.PolicyType, p.EntityName, p.EntityType = types.PolicyTypeInline, &g.entity, g.entityType
			}
			entry.Policies = append(entry.Policies, p)
		}
		return entry
	})
	list, next, err := page(c, st, entries, nil, in.Marker, nil)
	if err != nil {
		return nil, err
	}
	return &iam.ListPoliciesGrantingServiceAccessOutput{PoliciesGrantingServiceAccess: list, IsTruncated: next != nil, Marker: next}, nil
}
