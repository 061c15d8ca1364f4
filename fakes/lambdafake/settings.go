package lambdafake

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

var (
	shortName = regexp.MustCompile(`^[a-zA-Z0-9-_]{1,64}$`)
	roleARN   = regexp.MustCompile(`^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+$`)
)

func lastPart(name string) string { return name[strings.LastIndexByte(name, ':')+1:] }

// settingsOf returns what making and updating a function have in common. The two
// inputs name it alike.
func settingsOf(in any) *lambda.UpdateFunctionConfigurationInput {
	switch in := in.(type) {
	case *lambda.UpdateFunctionConfigurationInput:
		return in
	case *lambda.CreateFunctionInput:
		return output[lambda.UpdateFunctionConfigurationInput](*in)
	}
	return &lambda.UpdateFunctionConfigurationInput{}
}

// configure sets the members that are given.
func (m *lambdas) configure(a *model.Account, f *function, in *lambda.UpdateFunctionConfigurationInput) error {
	if in.CapacityProviderConfig != nil || in.DurableConfig != nil {
		return notModeled("CapacityProviderConfig or DurableConfig")
	}
	c := &f.Config
	if in.Role != nil {
		if err := m.checkRole(a, *in.Role); err != nil && *in.Role != aws.ToString(c.Role) {
			return err
		}
		c.Role = in.Role
	}
	if err := within("memorySize", in.MemorySize, 128, 10240, &c.MemorySize); err != nil {
		return err
	}
	if err := within("timeout", in.Timeout, 1, 900, &c.Timeout); err != nil {
		return err
	}
	if err := f.setEnvironment(in.Environment, in.KMSKeyArn); err != nil {
		return err
	}
	if in.Runtime != "" {
		c.Runtime = in.Runtime
	}
	set(&c.Handler, in.Handler)
	set(&c.Description, in.Description)
	set(&c.EphemeralStorage, in.EphemeralStorage)
	set(&c.DeadLetterConfig, in.DeadLetterConfig)
	set(&c.LoggingConfig, in.LoggingConfig)
	if in.TracingConfig != nil {
		c.TracingConfig = &types.TracingConfigResponse{Mode: in.TracingConfig.Mode}
	}
	if v := in.VpcConfig; v != nil {
		c.VpcConfig = &types.VpcConfigResponse{SubnetIds: v.SubnetIds, SecurityGroupIds: v.SecurityGroupIds, Ipv6AllowedForDualStack: v.Ipv6AllowedForDualStack}
	}
	if in.SnapStart != nil {
		c.SnapStart = &types.SnapStartResponse{ApplyOn: in.SnapStart.ApplyOn, OptimizationStatus: types.SnapStartOptimizationStatusOff}
	}
	if in.ImageConfig != nil {
		c.ImageConfigResponse = &types.ImageConfigResponse{ImageConfig: in.ImageConfig}
	}
	if in.FileSystemConfigs != nil {
		c.FileSystemConfigs = in.FileSystemConfigs
	}
	if in.Layers != nil {
		c.Layers = nil
		for _, arn := range in.Layers {
			c.Layers = append(c.Layers, types.Layer{Arn: aws.String(arn)})
		}
	}
	return nil
}

// notModeled refuses parameters that the model would have to ignore.
func notModeled(parameters string) error {
	return &model.NotModeledError{Package: "lambda", Operation: "CreateFunction", What: "the parameter " + parameters}
}

func set[T any](to **T, given *T) {
	if given != nil {
		*to = given
	}
}

// within sets a number that has limits.
func within(member string, given *int32, low, high int32, to **int32) error {
	if given != nil && (*given < low || *given > high) {
		return invalidValue(member, fmt.Sprint(*given), fmt.Sprintf("Member must have value between %d and %d", low, high))
	}
	set(to, given)
	return nil
}

// checkRole refuses a role that Lambda could not assume.
func (m *lambdas) checkRole(a *model.Account, arn string) error {
	switch {
	case !roleARN.MatchString(arn):
		return invalidValue("role", arn, "Member must satisfy regular expression pattern: "+roleARN.String())
	case strings.Split(arn, ":")[4] != a.ID:
		return model.Errorf("AccessDeniedException", "Cross-account pass role is not allowed.")
	}
	if _, trusts := m.iam.Serves(arn, "lambda.amazonaws.com"); !trusts {
		return invalidParameter("The role defined for the function cannot be assumed by Lambda.")
	}
	return nil
}

// reserved are the environment variables that Lambda sets (configuration-envvars).
var reserved = []string{
	"AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
	"AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
	"AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY",
	"AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT", "_HANDLER", "_X_AMZN_TRACE_ID",
}

var variableName = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9_]+$`)

// setEnvironment replaces the variables, the key, or both.
func (f *function) setEnvironment(e *types.Environment, key *string) error {
	if e != nil {
		size := 0
		for _, name := range slices.Sorted(maps.Keys(e.Variables)) {
			size += len(name) + len(e.Variables[name])
			if slices.Contains(reserved, name) {
				return invalidParameter("Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: %s", name)
			}
			if !variableName.MatchString(name) {
				return invalidValue("environment.variables", name, "Map keys must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+")
			}
		}
		if size > 4096 {
			return invalidParameter("Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.")
		}
		if f.Broken != nil && key == nil {
			return invalidParameter("Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant. Please check your KMS key settings.")
		}
		f.Config.Environment = &types.EnvironmentResponse{Variables: e.Variables}
		if len(e.Variables) == 0 {
			f.Config.Environment = nil
		}
		f.Broken = nil
	}
	if key != nil {
		f.Config.KMSKeyArn = key
		if *key == "" { // the key that AWS manages
			f.Config.KMSKeyArn = nil
		}
	}
	return nil
}

// A code is a deployment package: one of three kinds.
type code struct {
	zip                      []byte
	bucket, key, object, uri *string
}

func codeOf(c *types.FunctionCode) code {
	return code{c.ZipFile, c.S3Bucket, c.S3Key, c.S3ObjectVersion, c.ImageUri}
}

// setCode deploys a package. The hash of what is in S3 or a registry is made from
// its name.
func (f *function) setCode(c code) error {
	image := f.Config.PackageType == types.PackageTypeImage
	content := c.zip
	switch {
	case image != (c.uri != nil):
		return invalidParameter("Please provide ImageUri when updating a function with packageType Image, and ZipFile or S3Bucket and S3Key with packageType Zip.")
	case image:
		content = []byte(*c.uri)
		f.Code = types.FunctionCodeLocation{RepositoryType: aws.String("ECR"), ImageUri: c.uri, ResolvedImageUri: c.uri}
	case c.zip != nil && c.bucket != nil, (c.bucket == nil) != (c.key == nil), c.zip == nil && c.bucket == nil:
		return invalidParameter("Please provide a source for function code.")
	case c.zip != nil && (len(c.zip) < 4 || string(c.zip[:2]) != "PK"):
		return invalidParameter("Could not unzip uploaded file. Please check your file, then try to upload again.")
	}
	if !image {
		if c.bucket != nil {
			content = []byte(*c.bucket + "/" + *c.key + "/" + aws.ToString(c.object))
		}
		f.Code = types.FunctionCodeLocation{RepositoryType: aws.String("S3"), Location: aws.String("https://awslambda-tasks.s3.amazonaws.com/snapshots/" + *f.Config.FunctionName)}
	}
	sum := sha256.Sum256(content)
	f.Config.CodeSha256, f.Config.CodeSize = aws.String(base64.StdEncoding.EncodeToString(sum[:])), int64(len(content))
	if image {
		f.Config.CodeSize = 0
	}
	return nil
}
