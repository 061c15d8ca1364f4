package iammodel

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// An OrgReport is a job that reports which services an entity of the
// organization may use, and when its accounts last did. Its result is made when
// the job begins.
type OrgReport struct {
	Created time.Time
	Left    int
	Failure *types.ErrorDetails
	Details []types.AccessDetail // by namespace
}

var orgEntityPath = regexp.MustCompile(`^o-[0-9a-z]{10,32}/r-[0-9a-z]{4,32}[0-9a-z-/]*$`)

// everything is what the management account may: no policy of the organization
// binds it.
const everything = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`

// generateOrganizationsAccessReport begins a job. Only principals of the
// management account may, and service control policies must be enabled.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_access-advisor-view-data-orgs.html
func (s *Service) generateOrganizationsAccessReport(c *model.Call, in *iam.GenerateOrganizationsAccessReportInput) (*iam.GenerateOrganizationsAccessReportOutput, error) {
	path := text(in.EntityPath)
	if err := checkLength("entityPath", path, 19, 427); err != nil {
		return nil, err
	}
	if !orgEntityPath.MatchString(path) {
		return nil, constraint(path, "entityPath", "satisfy regular expression pattern: ^o-[0-9a-z]{10,32}\\/r-[0-9a-z]{4,32}[0-9a-z-\\/]*")
	}
	if err := s.manages(c, c.Account.ARN("iam", "access-report/"+path)); err != nil {
		return nil, err
	}
	if !s.Organization.SCPsEnabled() {
		return nil, invalidInput("Service control policies are not enabled for the organization.")
	}
	entity, ok := s.Organization.Entity(path)
	if !ok {
		return nil, invalidInput("The entity path %s does not exist in the organization.", path)
	}
	if entity.Levels == nil {
		entity.Levels = [][]string{{everything}}
	}
	if id := text(in.OrganizationsPolicyId); id != "" {
		document, ok := s.Organization.SCP(id)
		if !ok {
			return nil, invalidInput("The service control policy %s does not exist in the organization.", id)
		}
		entity.Levels = [][]string{{document}}
		entity.Accounts = slices.DeleteFunc(entity.Accounts, func(a model.OrgAccount) bool { return !slices.Contains(a.SCPs, id) })
	}
	jobs := s.jobs.At(c.Account)
	report := &OrgReport{Created: c.Now(), Left: polls(jobs.AccessPolls), Failure: jobs.AccessFailure}
	for _, service := range allowedBy(entity.Levels) {
		report.Details = append(report.Details, s.accessDetail(service, entity.Accounts, c.Now()))
	}
	if jobs.OrgReports == nil {
		jobs.OrgReports = make(map[string]*OrgReport)
	}
	id := fmt.Sprintf("%08x-0000-4000-8001-%s", len(jobs.OrgReports)+1, c.Account.ID)
	jobs.OrgReports[id] = report
	return &iam.GenerateOrganizationsAccessReportOutput{JobId: &id}, nil
}

// manages refuses callers outside of the management account. The resource is
// what the refusal names.
func (s *Service) manages(c *model.Call, resource string) error {
	if s.Organization != nil {
		if _, _, management, ok := s.Organization.Membership(c.Account.ID); ok && management == c.Account.ID {
			return nil
		}
	}
	return notAuthorized(c, resource)
}

// notAuthorized refuses what no policy of the caller's account can allow.
func notAuthorized(c *model.Call, resource string) error {
	return model.Errorf("AccessDenied", "User: %s is not authorized to perform: %s on resource: %s", c.Caller.ARN, c.Action, resource)
}

// allowedBy lists the namespaces of which each level of policies allows some
// action, sorted.
func allowedBy(levels [][]string) []string {
	return slices.DeleteFunc(services(slices.Concat(levels...)), func(service string) bool {
		return slices.ContainsFunc(levels, func(level []string) bool {
			return !slices.ContainsFunc(level, func(document string) bool { return allows(document, service) })
		})
	})
}

// accessDetail tells which account used a service last.
func (s *Service) accessDetail(service string, accounts []model.OrgAccount, now time.Time) types.AccessDetail {
	d := types.AccessDetail{ServiceName: aws.String(title(service)), ServiceNamespace: &service, TotalAuthenticatedEntities: aws.Int32(0)}
	for _, a := range accounts {
		st := s.storeOf(a.ID)
		if st == nil {
			continue
		}
		var last Activity
		for use := range st.uses() {
			if use.Service == service && use.Action == "" && now.Sub(use.Time) <= tracked && use.Time.After(last.Time) {
				last = use
			}
		}
		if last.Time.IsZero() {
			continue
		}
		*d.TotalAuthenticatedEntities++
		if d.LastAuthenticatedTime == nil || last.Time.After(*d.LastAuthenticatedTime) {
			d.EntityPath, d.LastAuthenticatedTime, d.Region = aws.String(a.Path), when(last.Time), optional(last.Region)
		}
	}
	return d
}

// uses yields the uses of services by all principals of the account.
func (st *Store) uses() func(yield func(Activity) bool) {
	return func(yield func(Activity) bool) {
		all := [][]Activity{st.Root.Activities}
		for _, u := range st.Users.Items {
			all = append(all, u.Activities)
		}
		for _, r := range st.Roles.Items {
			all = append(all, r.Activities)
		}
		for _, list := range all {
			for _, use := range list {
				if !yield(use) {
					return
				}
			}
		}
	}
}

func (s *Service) getOrganizationsAccessReport(c *model.Call, in *iam.GetOrganizationsAccessReportInput) (*iam.GetOrganizationsAccessReportOutput, error) {
	id := text(in.JobId)
	if err := checkLength("jobId", id, 36, 36); err != nil {
		return nil, err
	}
	if err := checkOneOf("sortKey", in.SortKey, in.SortKey.Values()); err != nil {
		return nil, err
	}
	if err := s.manages(c, "*"); err != nil {
		return nil, err
	}
	report := s.jobs.At(c.Account).OrgReports[id]
	if report == nil {
		return nil, noSuchEntity("The job with id %s cannot be found.", id)
	}
	out := &iam.GetOrganizationsAccessReportOutput{JobCreationDate: when(report.Created), JobStatus: types.JobStatusTypeCompleted}
	switch {
	case report.Left > 0:
		report.Left--
		out.JobStatus = types.JobStatusTypeInProgress
		return out, nil
	case report.Failure != nil:
		out.JobStatus, out.JobCompletionDate, out.ErrorDetails = types.JobStatusTypeFailed, when(report.Created), report.Failure
		return out, nil
	}
	details := report.sorted(in.SortKey)
	list, next, err := page(c, s.stores.Read(c), details, nil, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	unused := 0
	for _, d := range details {
		if d.LastAuthenticatedTime == nil {
			unused++
		}
	}
	out.JobCompletionDate = when(report.Created)
	out.AccessDetails, out.IsTruncated, out.Marker = list, next != nil, next
	out.NumberOfServicesAccessible, out.NumberOfServicesNotAccessed = aws.Int32(int32(len(details))), aws.Int32(int32(unused))
	return out, nil
}

// sorted returns the details in an order, by namespace unless the caller says.
func (r *OrgReport) sorted(key types.SortKeyType) []types.AccessDetail {
	list := slices.Clone(r.Details)
	byTime := func(a, b types.AccessDetail) int {
		return aws.ToTime(a.LastAuthenticatedTime).Compare(aws.ToTime(b.LastAuthenticatedTime))
	}
	switch key {
	case types.SortKeyTypeServiceNamespaceDescending:
		slices.SortFunc(list, func(a, b types.AccessDetail) int { return cmp.Compare(*b.ServiceNamespace, *a.ServiceNamespace) })
	case types.SortKeyTypeLastAuthenticatedTimeAscending:
		slices.SortStableFunc(list, byTime)
	case types.SortKeyTypeLastAuthenticatedTimeDescending:
		slices.SortStableFunc(list, func(a, b types.AccessDetail) int { return byTime(b, a) })
	}
	return list
}
