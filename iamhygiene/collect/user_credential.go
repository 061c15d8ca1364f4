package collect

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// loginProfiles collects the console passwords of the users who have one.
func loginProfiles(ctx context.Context, p *Pass) (map[string]*iamhygiene.LoginProfile, error) {
	client := iam.NewFromConfig(p.Config)
	return ofUsers(ctx, p, hasPassword, func(ctx context.Context, u *iamhygiene.User) (*iamhygiene.LoginProfile, error) {
		out, err := client.GetLoginProfile(ctx, &iam.GetLoginProfileInput{UserName: aws.String(u.Name())})
		if gone(err) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if out.LoginProfile == nil {
			return nil, invalid("iam:GetLoginProfile", "iam:GetLoginProfile returned no profile")
		}
		return &iamhygiene.LoginProfile{Created: aws.ToTime(out.LoginProfile.CreateDate), ResetRequired: out.LoginProfile.PasswordResetRequired}, nil
	})
}

// sshKeys collects the SSH public keys of all users: nothing tells which have
// any.
func sshKeys(ctx context.Context, p *Pass) (map[string][]iamhygiene.SSHKey, error) {
	const operation = "iam:ListSSHPublicKeys"
	client := iam.NewFromConfig(p.Config)
	return ofUsers(ctx, p, everyone, func(ctx context.Context, u *iamhygiene.User) ([]iamhygiene.SSHKey, error) {
		keys, err := List(ctx, operation, func(ctx context.Context, token *string) ([]iamhygiene.SSHKey, *string, error) {
			out, err := client.ListSSHPublicKeys(ctx, &iam.ListSSHPublicKeysInput{UserName: aws.String(u.Name()), Marker: token})
			if err != nil {
				return nil, nil, err
			}
			next, err := Marker(operation, out.IsTruncated, out.Marker)
			return convert(out.SSHPublicKeys, func(k types.SSHPublicKeyMetadata) iamhygiene.SSHKey {
				return iamhygiene.SSHKey{
					ID: aws.ToString(k.SSHPublicKeyId), Active: k.Status == types.StatusTypeActive, Uploaded: aws.ToTime(k.UploadDate),
				}
			}), next, err
		})
		if gone(err) {
			return []iamhygiene.SSHKey{}, nil
		}
		return keys, err
	})
}

// serviceCredentials collects the service-specific credentials of all users, in
// one list. Where that list is not supported, each user is asked about.
func serviceCredentials(ctx context.Context, p *Pass) ([]iamhygiene.ServiceCredential, error) {
	client := iam.NewFromConfig(p.Config)
	all, err := listServiceCredentials(ctx, client, &iam.ListServiceSpecificCredentialsInput{AllUsers: aws.Bool(true), MaxItems: aws.Int32(pageSize)})
	if !hasCode(err, "NotSupportedService", "InvalidInput", "ValidationError") || usersKnown(p.Snapshot) != nil {
		return all, err
	}
	byUser, err := ofUsers(ctx, p, everyone, func(ctx context.Context, u *iamhygiene.User) ([]iamhygiene.ServiceCredential, error) {
		list, err := listServiceCredentials(ctx, client, &iam.ListServiceSpecificCredentialsInput{UserName: aws.String(u.Name())})
		if gone(err) {
			return nil, nil
		}
		return list, err
	})
	if err != nil {
		return nil, err
	}
	all = []iamhygiene.ServiceCredential{}
	for _, list := range byUser {
		all = append(all, list...)
	}
	sortServiceCredentials(all)
	return all, nil
}

func listServiceCredentials(ctx context.Context, client *iam.Client, in *iam.ListServiceSpecificCredentialsInput) ([]iamhygiene.ServiceCredential, error) {
	const operation = "iam:ListServiceSpecificCredentials"
	all, err := List(ctx, operation, func(ctx context.Context, token *string) ([]iamhygiene.ServiceCredential, *string, error) {
		in.Marker = token
		out, err := client.ListServiceSpecificCredentials(ctx, in)
		if err != nil {
			return nil, nil, err
		}
		next, err := Marker(operation, out.IsTruncated, out.Marker)
		return convert(out.ServiceSpecificCredentials, func(c types.ServiceSpecificCredentialMetadata) iamhygiene.ServiceCredential {
			return iamhygiene.ServiceCredential{
				ID: aws.ToString(c.ServiceSpecificCredentialId), User: aws.ToString(c.UserName), Service: aws.ToString(c.ServiceName),
				Status: string(c.Status), Created: aws.ToTime(c.CreateDate), Expires: aws.ToTime(c.ExpirationDate),
			}
		}), next, err
	})
	sortServiceCredentials(all)
	return all, err
}

// sortServiceCredentials makes both ways of listing give the same.
func sortServiceCredentials(all []iamhygiene.ServiceCredential) {
	slices.SortFunc(all, func(a, b iamhygiene.ServiceCredential) int { return compare(a.User, b.User, a.ID, b.ID) })
}
