package collect

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// roleSessions collects how long sessions of roles may last.
func roleSessions(ctx context.Context, p *Pass) (map[string]int, error) {
	const operation = "iam:ListRoles"
	client := iam.NewFromConfig(p.Config)
	sessions := make(map[string]int)
	_, err := List(ctx, operation, func(ctx context.Context, token *string) ([]struct{}, *string, error) {
		out, err := client.ListRoles(ctx, &iam.ListRolesInput{Marker: token, MaxItems: aws.Int32(pageSize)})
		if err != nil {
			return nil, nil, err
		}
		for _, r := range out.Roles {
			if r.MaxSessionDuration == nil {
				p.Lost(aws.ToString(r.Arn), invalid(operation, operation+" does not tell the longest session of role "+aws.ToString(r.RoleName)))
				continue
			}
			sessions[aws.ToString(r.Arn)] = int(*r.MaxSessionDuration)
		}
		next, err := Marker(operation, out.IsTruncated, out.Marker)
		return nil, next, err
	})
	return sessions, err
}

// instanceProfiles collects the instance profiles in IAM.
func instanceProfiles(ctx context.Context, p *Pass) ([]iamhygiene.InstanceProfile, error) {
	const operation = "iam:ListInstanceProfiles"
	client := iam.NewFromConfig(p.Config)
	all, err := List(ctx, operation, func(ctx context.Context, token *string) ([]iamhygiene.InstanceProfile, *string, error) {
		out, err := client.ListInstanceProfiles(ctx, &iam.ListInstanceProfilesInput{Marker: token, MaxItems: aws.Int32(pageSize)})
		if err != nil {
			return nil, nil, err
		}
		next, err := Marker(operation, out.IsTruncated, out.Marker)
		return convert(out.InstanceProfiles, func(in types.InstanceProfile) iamhygiene.InstanceProfile {
			profile := iamhygiene.InstanceProfile{ARN: aws.ToString(in.Arn), Name: aws.ToString(in.InstanceProfileName), ID: aws.ToString(in.InstanceProfileId)}
			for _, r := range in.Roles {
				profile.Roles = append(profile.Roles, aws.ToString(r.Arn))
			}
			return profile
		}), next, err
	})
	slices.SortFunc(all, func(a, b iamhygiene.InstanceProfile) int { return compare(a.ARN, b.ARN) })
	return all, err
}
