package lambdafake

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

const perPage = 50 // of both lists, at most (ListFunctions, ListFunctionUrlConfigs)

func (m *lambdas) listFunctions(_ context.Context, c *model.Call, in *lambda.ListFunctionsInput) (*lambda.ListFunctionsOutput, error) {
	switch {
	case in.MaxItems != nil && (*in.MaxItems < 1 || *in.MaxItems > 10000):
		return nil, invalidValue("maxItems", "", "Member must have value between 1 and 10000")
	case in.MasterRegion != nil:
		return nil, model.NotModeled(c, "the parameter MasterRegion")
	}
	// Without published versions, ALL lists what the default lists.
	size := aws.Int32(perPage)
	if in.MaxItems != nil && *in.MaxItems < perPage {
		size = in.MaxItems
	}
	name := func(f *function) string { return *f.Config.FunctionName }
	page, next, ok := model.Page(c, m.state.Read(c).Functions, name, in.Marker, size, perPage)
	if !ok {
		return nil, invalidParameter("Invalid Marker")
	}
	out := &lambda.ListFunctionsOutput{NextMarker: next}
	for _, f := range page {
		out.Functions = append(out.Functions, f.listed())
	}
	return out, nil
}

func (m *lambdas) getFunction(_ context.Context, c *model.Call, in *lambda.GetFunctionInput) (*lambda.GetFunctionOutput, error) {
	f, err := m.state.Read(c).find(c, in.FunctionName, in.Qualifier)
	if err != nil {
		return nil, err
	}
	config, code := f.shape(), f.Code
	return &lambda.GetFunctionOutput{Configuration: &config, Code: &code, Tags: f.Tags}, nil
}

func (m *lambdas) getFunctionConfiguration(_ context.Context, c *model.Call, in *lambda.GetFunctionConfigurationInput) (*lambda.GetFunctionConfigurationOutput, error) {
	f, err := m.state.Read(c).find(c, in.FunctionName, in.Qualifier)
	if err != nil {
		return nil, err
	}
	return output[lambda.GetFunctionConfigurationOutput](f.shape()), nil
}

func (m *lambdas) createFunction(_ context.Context, c *model.Call, in *lambda.CreateFunctionInput) (*lambda.CreateFunctionOutput, error) {
	if in.Publish || in.PublishTo != "" {
		return nil, model.NotModeled(c, "publishing a version")
	}
	f, err := m.create(m.state.Write(c), c.Account, c.Region, in)
	if err != nil {
		return nil, err
	}
	shown := f.shape()
	shown.State, shown.StateReasonCode = types.StatePending, types.StateReasonCodeCreating
	shown.StateReason = aws.String("The function is being created.")
	return output[lambda.CreateFunctionOutput](shown), nil
}

// create makes a function.
func (m *lambdas) create(st *store, a *model.Account, region string, in *lambda.CreateFunctionInput) (*function, error) {
	if in.CodeSigningConfigArn != nil || in.TenancyConfig != nil || in.Code.SourceKMSKeyArn != nil {
		return nil, notModeled("CodeSigningConfigArn, TenancyConfig or Code.SourceKMSKeyArn")
	}
	name := lastPart(aws.ToString(in.FunctionName))
	if !shortName.MatchString(name) {
		return nil, invalidValue("functionName", name, "Member must have at most 64 letters, digits, hyphens and underscores")
	}
	i, taken := st.index(name)
	if taken {
		return nil, model.Errorf("ResourceConflictException", "Function already exist: %s", name)
	}
	pack := in.PackageType
	if pack == "" {
		pack = types.PackageTypeZip
	}
	if pack == types.PackageTypeZip && (in.Runtime == "" || in.Handler == nil) {
		return nil, invalidParameter("Runtime and Handler are mandatory parameters for functions created with deployment packages.")
	}
	f := &function{Tags: maps.Clone(in.Tags)}
	f.Config = types.FunctionConfiguration{
		FunctionName: aws.String(name), FunctionArn: aws.String(a.RegionalARN(prefix, region, "function:"+name)),
		Version: aws.String(latest), PackageType: pack, Runtime: in.Runtime, Handler: in.Handler, Description: aws.String(""),
		MemorySize: aws.Int32(128), Timeout: aws.Int32(3), Architectures: []types.Architecture{types.ArchitectureX8664},
		EphemeralStorage: &types.EphemeralStorage{Size: aws.Int32(512)}, TracingConfig: &types.TracingConfigResponse{Mode: types.TracingModePassThrough},
		LoggingConfig: &types.LoggingConfig{LogFormat: types.LogFormatText, LogGroup: aws.String("/aws/lambda/" + name)},
		SnapStart:     &types.SnapStartResponse{ApplyOn: types.SnapStartApplyOnNone, OptimizationStatus: types.SnapStartOptimizationStatusOff},
		State:         types.StateActive, LastUpdateStatus: types.LastUpdateStatusSuccessful,
	}
	if len(in.Architectures) > 0 {
		f.Config.Architectures = in.Architectures
	}
	if err := m.configure(a, f, settingsOf(in)); err != nil {
		return nil, err
	}
	if err := f.setCode(codeOf(in.Code)); err != nil {
		return nil, err
	}
	m.changed(f)
	st.Functions = slices.Insert(slices.Clone(st.Functions), i, f)
	return f, nil
}

func (m *lambdas) updateFunctionConfiguration(_ context.Context, c *model.Call, in *lambda.UpdateFunctionConfigurationInput) (*lambda.UpdateFunctionConfigurationOutput, error) {
	st := m.state.Write(c)
	f, err := st.find(c, in.FunctionName, nil)
	if err != nil {
		return nil, err
	}
	if err := checkRevision(in.RevisionId, f.Config.RevisionId); err != nil {
		return nil, err
	}
	changed := *f // so that a refused update changes nothing
	if err := m.configure(c.Account, &changed, settingsOf(in)); err != nil {
		var unknown *model.NotModeledError
		if errors.As(err, &unknown) {
			return nil, model.NotModeled(c, unknown.What)
		}
		return nil, err
	}
	*f = changed
	m.changed(f)
	return output[lambda.UpdateFunctionConfigurationOutput](updating(f.shape())), nil
}

// updating is a configuration while an update is under way.
func updating(c types.FunctionConfiguration) types.FunctionConfiguration {
	c.LastUpdateStatus, c.LastUpdateStatusReasonCode = types.LastUpdateStatusInProgress, types.LastUpdateStatusReasonCode("Creating")
	c.LastUpdateStatusReason = aws.String("The function is being created.")
	return c
}

func (m *lambdas) updateFunctionCode(_ context.Context, c *model.Call, in *lambda.UpdateFunctionCodeInput) (*lambda.UpdateFunctionCodeOutput, error) {
	if in.Publish || in.PublishTo != "" {
		return nil, model.NotModeled(c, "publishing a version")
	}
	if in.SourceKMSKeyArn != nil {
		return nil, model.NotModeled(c, "the parameter SourceKMSKeyArn")
	}
	f, err := m.state.Write(c).find(c, in.FunctionName, nil)
	if err != nil {
		return nil, err
	}
	if err := checkRevision(in.RevisionId, f.Config.RevisionId); err != nil {
		return nil, err
	}
	changed := *f
	if err := changed.setCode(code{in.ZipFile, in.S3Bucket, in.S3Key, in.S3ObjectVersion, in.ImageUri}); err != nil {
		return nil, err
	}
	if len(in.Architectures) > 0 {
		changed.Config.Architectures = in.Architectures
	}
	if in.DryRun {
		return output[lambda.UpdateFunctionCodeOutput](changed.shape()), nil
	}
	*f = changed
	m.changed(f)
	return output[lambda.UpdateFunctionCodeOutput](updating(f.shape())), nil
}

func (m *lambdas) deleteFunction(_ context.Context, c *model.Call, in *lambda.DeleteFunctionInput) (*lambda.DeleteFunctionOutput, error) {
	st := m.state.Write(c)
	f, err := st.find(c, in.FunctionName, in.Qualifier)
	if err != nil {
		return nil, err
	}
	if in.Qualifier != nil {
		return nil, invalidParameter("$LATEST version cannot be deleted without deleting the function.")
	}
	i, _ := st.index(*f.Config.FunctionName)
	st.Functions = slices.Delete(slices.Clone(st.Functions), i, i+1)
	return &lambda.DeleteFunctionOutput{StatusCode: 204}, nil
}
