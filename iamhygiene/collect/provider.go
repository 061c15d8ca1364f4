package collect

import (
	"context"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// serverCertificates collects the TLS certificates that are stored in IAM.
func serverCertificates(ctx context.Context, p *Pass) ([]iamhygiene.ServerCertificate, error) {
	const operation = "iam:ListServerCertificates"
	client := iam.NewFromConfig(p.Config)
	all, err := List(ctx, operation, func(ctx context.Context, token *string) ([]iamhygiene.ServerCertificate, *string, error) {
		out, err := client.ListServerCertificates(ctx, &iam.ListServerCertificatesInput{Marker: token, MaxItems: aws.Int32(pageSize)})
		if err != nil {
			return nil, nil, err
		}
		next, err := Marker(operation, out.IsTruncated, out.Marker)
		return convert(out.ServerCertificateMetadataList, func(c types.ServerCertificateMetadata) iamhygiene.ServerCertificate {
			return iamhygiene.ServerCertificate{
				ARN: aws.ToString(c.Arn), Name: aws.ToString(c.ServerCertificateName),
				Uploaded: aws.ToTime(c.UploadDate), Expires: aws.ToTime(c.Expiration),
			}
		}), next, err
	})
	slices.SortFunc(all, func(a, b iamhygiene.ServerCertificate) int { return compare(a.ARN, b.ARN) })
	return all, err
}

// samlProviders collects the SAML providers, which come in one page.
func samlProviders(ctx context.Context, p *Pass) ([]iamhygiene.SAMLProvider, error) {
	out, err := iam.NewFromConfig(p.Config).ListSAMLProviders(ctx, &iam.ListSAMLProvidersInput{})
	if err != nil {
		return nil, err
	}
	all := convert(out.SAMLProviderList, func(s types.SAMLProviderListEntry) iamhygiene.SAMLProvider {
		return iamhygiene.SAMLProvider{ARN: aws.ToString(s.Arn), Created: aws.ToTime(s.CreateDate), ValidUntil: aws.ToTime(s.ValidUntil)}
	})
	slices.SortFunc(all, func(a, b iamhygiene.SAMLProvider) int { return compare(a.ARN, b.ARN) })
	return all, nil
}

// oidcProviders collects the OpenID Connect providers. The list has the ARNs
// alone, and comes in one page; what they are takes a call for each.
func oidcProviders(ctx context.Context, p *Pass) ([]iamhygiene.OIDCProvider, error) {
	client := iam.NewFromConfig(p.Config)
	list, err := client.ListOpenIDConnectProviders(ctx, &iam.ListOpenIDConnectProvidersInput{})
	if err != nil {
		return nil, err
	}
	arns := slices.Sorted(slices.Values(convert(list.OpenIDConnectProviderList, func(e types.OpenIDConnectProviderListEntry) string { return aws.ToString(e.Arn) })))
	var mu sync.Mutex
	found := make(map[string]iamhygiene.OIDCProvider, len(arns))
	errs, _, err := p.each(ctx, arns, 0, func(ctx context.Context, arn string) error {
		out, err := client.GetOpenIDConnectProvider(ctx, &iam.GetOpenIDConnectProviderInput{OpenIDConnectProviderArn: aws.String(arn)})
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		found[arn] = iamhygiene.OIDCProvider{
			ARN: arn, URL: aws.ToString(out.Url), ClientIDs: orNil(out.ClientIDList), Thumbprints: orNil(out.ThumbprintList),
			Created: aws.ToTime(out.CreateDate),
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	all := []iamhygiene.OIDCProvider{}
	for i, arn := range arns {
		switch {
		case errs[i] == nil:
			all = append(all, found[arn])
		case !gone(errs[i]): // one that was deleted since is no provider
			all = append(all, iamhygiene.OIDCProvider{ARN: arn})
			p.Lost(arn, errs[i])
		}
	}
	return all, nil
}
