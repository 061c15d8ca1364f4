package lambdafake

import (
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// prefix is the service in the names of actions.
const prefix = "lambda"

// A lambdas is the model of Lambda. Its methods run under the lock of the Cloud.
type lambdas struct {
	cloud  *model.Cloud
	iam    *iammodel.Service
	state  model.Regional[store]
	copier clone.Copier
}

var _ model.Finder = (*lambdas)(nil)

// A store is Lambda in one Region. Its fields are exported so that it can be
// copied for accounts with a lag.
type store struct {
	Functions []*function // by name
}

// A function is a function with what belongs to it.
type function struct {
	Config types.FunctionConfiguration
	Code   types.FunctionCodeLocation
	Tags   map[string]string
	// Broken is set while the environment variables cannot be decrypted.
	Broken *types.EnvironmentError
	Policy policy
	// URL is nil for a function without one.
	URL *types.FunctionUrlConfig
}

func newModel(c *model.Cloud, iam *iammodel.Service) *lambdas {
	m := &lambdas{cloud: c, iam: iam}
	m.state.Copy = func(st *store) *store { return clone.Copy(&m.copier, st) }
	return m
}

// Register names the operations that are modelled.
func (m *lambdas) Register(r *model.Registry) {
	model.Handle(r, m.listFunctions)
	model.Handle(r, m.getFunction)
	model.Handle(r, m.getFunctionConfiguration)
	model.Handle(r, m.createFunction)
	model.Handle(r, m.updateFunctionConfiguration)
	model.Handle(r, m.updateFunctionCode)
	model.Handle(r, m.deleteFunction)
	model.Handle(r, m.getPolicy)
	model.Handle(r, m.addPermission)
	model.Handle(r, m.removePermission)
	model.Handle(r, m.listURLs)
	model.Handle(r, m.getURL)
	model.Handle(r, m.createURL)
	model.Handle(r, m.updateURL)
	model.Handle(r, m.deleteURL)
}

// Prefix is "lambda".
func (*lambdas) Prefix() string { return prefix }

// Find returns a function by ARN, with its role.
func (m *lambdas) Find(a *model.Account, region, kind, name string) (model.Resource, bool) {
	parts := strings.Split(name, ":")
	if kind != "function" || len(parts) < 7 || parts[4] != a.ID || parts[3] != region {
		return model.Resource{}, false
	}
	st := m.state.At(a, region)
	i, ok := st.index(parts[6])
	if !ok {
		return model.Resource{}, false
	}
	f := st.Functions[i]
	return model.Resource{ARN: *f.Config.FunctionArn, Tags: f.Tags, Role: aws.ToString(f.Config.Role)}, true
}

// index returns where the function with the name is, or belongs.
func (st *store) index(name string) (int, bool) {
	return slices.BinarySearchFunc(st.Functions, name, func(f *function, name string) int {
		return strings.Compare(*f.Config.FunctionName, name)
	})
}

var functionName = regexp.MustCompile(`^(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2,4}(-gov)?-[a-z]+-\d:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_.]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?$`)

// find returns the function that a call names by name, by account and name, or
// by ARN, each with a qualifier or not.
func (st *store) find(c *model.Call, name, qualifier *string) (*function, error) {
	parts := functionName.FindStringSubmatch(aws.ToString(name))
	if parts == nil {
		return nil, invalidValue("functionName", aws.ToString(name), "Member must satisfy regular expression pattern: "+functionName.String())
	}
	region, owner, short, version := strings.TrimSuffix(parts[3], ":"), strings.TrimSuffix(parts[5], ":"), parts[7], parts[9]
	if qualifier != nil {
		if version != "" && version != *qualifier {
			return nil, invalidParameter("The derived qualifier from the function name does not match the specified qualifier.")
		}
		version = *qualifier
	}
	if region != "" && region != c.Region {
		return nil, model.Errorf("ResourceNotFoundException", "Functions from '%s' are not reachable in this region ('%s')", region, c.Region)
	}
	if owner == "" {
		owner = c.Account.ID
	}
	arn := "arn:" + c.Account.Partition + ":lambda:" + c.Region + ":" + owner + ":function:" + short
	if owner != c.Account.ID {
		// The policy of a function of another account would have to allow it.
		return nil, model.Errorf("AccessDeniedException", "User: %s is not authorized to perform: %s on resource: %s because no resource-based policy allows the %s action", c.Caller.ARN, c.Action, arn, c.Action)
	}
	i, ok := st.index(short)
	if !ok || version != "" && version != latest {
		if version != "" {
			arn += ":" + version
		}
		return nil, model.Errorf("ResourceNotFoundException", "Function not found: %s", arn)
	}
	return st.Functions[i], nil
}

// latest is the only version that the fake has.
const latest = "$LATEST"

func invalidParameter(format string, args ...any) error {
	return model.Errorf("InvalidParameterValueException", format, args...)
}

func invalidValue(member, value, must string) error {
	return model.Errorf("ValidationException", "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s", value, member, must)
}

// changed notes that a function was changed.
func (m *lambdas) changed(f *function) {
	f.Config.LastModified = aws.String(m.stamp())
	f.Config.RevisionId = aws.String(m.cloud.IDs.UUID())
}

// stamp is the time as Lambda writes it.
func (m *lambdas) stamp() string { return m.cloud.Now().Format("2006-01-02T15:04:05.000+0000") }

// checkRevision refuses a change that was meant for another state.
func checkRevision(asked, current *string) error {
	if asked != nil && *asked != aws.ToString(current) {
		return model.Errorf("PreconditionFailedException", "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias/GetPolicy API to retrieve the latest Revision Id")
	}
	return nil
}
