package lambdafake

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (m *lambdas) listURLs(_ context.Context, c *model.Call, in *lambda.ListFunctionUrlConfigsInput) (*lambda.ListFunctionUrlConfigsOutput, error) {
	f, err := m.state.Read(c).find(c, in.FunctionName, nil)
	if err != nil {
		return nil, err
	}
	if in.MaxItems != nil && (*in.MaxItems < 1 || *in.MaxItems > perPage) {
		return nil, invalidValue("maxItems", "", "Member must have value between 1 and 50")
	}
	var all []types.FunctionUrlConfig
	if f.URL != nil { // one for $LATEST, and one for each alias
		all = append(all, *f.URL)
	}
	page, next, ok := model.Page(c, all, func(u types.FunctionUrlConfig) string { return *u.FunctionArn }, in.Marker, in.MaxItems, perPage)
	if !ok {
		return nil, invalidParameter("Invalid Marker")
	}
	return &lambda.ListFunctionUrlConfigsOutput{FunctionUrlConfigs: page, NextMarker: next}, nil
}

// url returns a function that has a URL.
func (st *store) url(c *model.Call, name, qualifier *string) (*function, error) {
	if aws.ToString(qualifier) == latest {
		return nil, invalidValue("qualifier", latest, "Member must be the name of an alias")
	}
	f, err := st.find(c, name, qualifier)
	if err == nil && f.URL == nil {
		return nil, model.Errorf("ResourceNotFoundException", "The resource you requested does not exist.")
	}
	return f, err
}

func (m *lambdas) getURL(_ context.Context, c *model.Call, in *lambda.GetFunctionUrlConfigInput) (*lambda.GetFunctionUrlConfigOutput, error) {
	f, err := m.state.Read(c).url(c, in.FunctionName, in.Qualifier)
	if err != nil {
		return nil, err
	}
	return output[lambda.GetFunctionUrlConfigOutput](*f.URL), nil
}

func (m *lambdas) createURL(_ context.Context, c *model.Call, in *lambda.CreateFunctionUrlConfigInput) (*lambda.CreateFunctionUrlConfigOutput, error) {
	f, err := m.state.Write(c).find(c, in.FunctionName, in.Qualifier)
	if err != nil {
		return nil, err
	}
	if f.URL != nil {
		return nil, model.Errorf("ResourceConflictException", "Failed to create function url config for [functionArn = %s]. Error message:  FunctionUrlConfig exists for this Lambda function", *f.Config.FunctionArn)
	}
	if err := m.addURL(c.Region, f, in.AuthType, in.Cors, in.InvokeMode); err != nil {
		return nil, err
	}
	return output[lambda.CreateFunctionUrlConfigOutput](*f.URL), nil
}

// addURL gives a function a URL.
func (m *lambdas) addURL(region string, f *function, auth types.FunctionUrlAuthType, cors *types.Cors, mode types.InvokeMode) error {
	if auth != types.FunctionUrlAuthTypeNone && auth != types.FunctionUrlAuthTypeAwsIam {
		return invalidValue("authType", string(auth), "Member must satisfy enum value set: [NONE, AWS_IAM]")
	}
	if mode == "" {
		mode = types.InvokeModeBuffered
	}
	now := aws.String(m.cloud.Now().Format("2006-01-02T15:04:05.000000000Z"))
	f.URL = &types.FunctionUrlConfig{
		AuthType: auth, Cors: cors, InvokeMode: mode, CreationTime: now, LastModifiedTime: now, FunctionArn: f.Config.FunctionArn,
		FunctionUrl: aws.String("https://" + strings.ToLower(m.cloud.IDs.Unique("")) + ".lambda-url." + region + ".on.aws/"),
	}
	return nil
}

func (m *lambdas) updateURL(_ context.Context, c *model.Call, in *lambda.UpdateFunctionUrlConfigInput) (*lambda.UpdateFunctionUrlConfigOutput, error) {
	f, err := m.state.Write(c).url(c, in.FunctionName, in.Qualifier)
	if err != nil {
		return nil, err
	}
	u := *f.URL
	if in.AuthType != "" {
		u.AuthType = in.AuthType
	}
	if in.InvokeMode != "" {
		u.InvokeMode = in.InvokeMode
	}
	set(&u.Cors, in.Cors)
	u.LastModifiedTime = aws.String(m.cloud.Now().Format("2006-01-02T15:04:05.000000000Z"))
	f.URL = &u
	return output[lambda.UpdateFunctionUrlConfigOutput](u), nil
}

func (m *lambdas) deleteURL(_ context.Context, c *model.Call, in *lambda.DeleteFunctionUrlConfigInput) (*lambda.DeleteFunctionUrlConfigOutput, error) {
	f, err := m.state.Write(c).url(c, in.FunctionName, in.Qualifier)
	if err != nil {
		return nil, err
	}
	f.URL = nil
	return nil, nil
}
