package collect

import (
	"context"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/account/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// alternateContacts collects the three alternate contacts. That one is not
// registered is a fact.
func alternateContacts(ctx context.Context, p *Pass) (map[string]*iamhygiene.Contact, error) {
	client := account.NewFromConfig(p.Config)
	var mu sync.Mutex
	contacts := make(map[string]*iamhygiene.Contact)
	kinds := []string{iamhygiene.ContactBilling, iamhygiene.ContactOperations, iamhygiene.ContactSecurity}
	err := p.Each(ctx, kinds, func(ctx context.Context, kind string) error {
		// Without an AccountId, which only the managers of an organization may
		// give, it is the caller's account.
		out, err := client.GetAlternateContact(ctx, &account.GetAlternateContactInput{AlternateContactType: types.AlternateContactType(kind)})
		var contact *iamhygiene.Contact
		switch {
		case hasCode(err, "ResourceNotFoundException"):
		case err != nil:
			return err
		case out.AlternateContact == nil:
			return invalid("account:GetAlternateContact", "account:GetAlternateContact returned no contact")
		default:
			contact = &iamhygiene.Contact{Email: mask(aws.ToString(out.AlternateContact.EmailAddress)), Title: aws.ToString(out.AlternateContact.Title)}
		}
		mu.Lock()
		defer mu.Unlock()
		contacts[kind] = contact
		return nil
	})
	return contacts, err
}

// primaryContact collects which fields of the primary contact are filled.
func primaryContact(ctx context.Context, p *Pass) (*iamhygiene.ContactInformation, error) {
	out, err := account.NewFromConfig(p.Config).GetContactInformation(ctx, &account.GetContactInformationInput{})
	if hasCode(err, "ResourceNotFoundException") {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	c := out.ContactInformation
	if c == nil {
		return nil, invalid("account:GetContactInformation", "account:GetContactInformation returned no contact information")
	}
	info := &iamhygiene.ContactInformation{Fields: []string{}}
	for _, f := range [...]struct {
		name  string
		value *string
	}{
		{"FullName", c.FullName}, {"CompanyName", c.CompanyName},
		{"AddressLine1", c.AddressLine1}, {"AddressLine2", c.AddressLine2}, {"AddressLine3", c.AddressLine3},
		{"City", c.City}, {"DistrictOrCounty", c.DistrictOrCounty}, {"StateOrRegion", c.StateOrRegion},
		{"PostalCode", c.PostalCode}, {"CountryCode", c.CountryCode}, {"PhoneNumber", c.PhoneNumber}, {"WebsiteUrl", c.WebsiteUrl},
	} {
		if aws.ToString(f.value) != "" {
			info.Fields = append(info.Fields, f.name)
		}
	}
	return info, nil
}

// rootEmail collects what there is to know of the root user's address. AWS
// tells it to the managers of an organization; the management account's own,
// which they cannot ask for, is part of the organization's description.
func rootEmail(words []string) func(context.Context, *Pass) (*iamhygiene.RootAddress, error) {
	return func(ctx context.Context, p *Pass) (*iamhygiene.RootAddress, error) {
		const operation = "account:GetPrimaryEmail"
		address, err := rootUserEmail(ctx, p)
		if err != nil {
			return nil, err
		}
		r, ok := rootAddress(address, words)
		if !ok {
			return nil, invalid(operation, operation+" returned something that is no e-mail address") // which might be one in part
		}
		return r, nil
	}
}

func rootUserEmail(ctx context.Context, p *Pass) (string, error) {
	if org, err := iamhygiene.OrganizationDetails.Get(p.Snapshot); err == nil && org.Member && org.ManagementAccount == p.Account {
		org, err := describeOrganization(ctx, p)
		if org == nil || err != nil {
			return "", err
		}
		return aws.ToString(org.MasterAccountEmail), nil
	}
	out, err := account.NewFromConfig(p.Config).GetPrimaryEmail(ctx, &account.GetPrimaryEmailInput{AccountId: aws.String(p.Account)})
	if err != nil {
		return "", forManagers(p, err)
	}
	return aws.ToString(out.PrimaryEmail), nil
}
