package fakes

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

const (
	adminRole   = "Administrator"
	sessionName = "fakes"
)

// credentials provide what the fake made, or say why it did not.
type credentials struct {
	value aws.Credentials
	err   error
}

var _ aws.CredentialsProvider = credentials{}

// Retrieve returns the credentials.
func (c credentials) Retrieve(context.Context) (aws.Credentials, error) { return c.value, c.err }

// administrator mints the credentials of the account's administrator. It runs
// under the lock of the model.
func (c *cloud) administrator(id string) aws.Credentials {
	p := model.Principal{
		Kind: model.RoleSession, Partition: c.options.partition(), AccountID: id, Name: adminRole, Session: sessionName,
	}
	p.ARN = model.SessionARN(p.Partition, id, adminRole, sessionName)
	p.RoleARN = "arn:" + p.Partition + ":iam::" + id + ":role/" + adminRole
	p.ID = inventID(p)
	return c.mint(p)
}

// mint makes credentials that do not expire. Sessions get them too, without
// expiry, so that a configuration lasts as long as the test. It runs under the
// lock of the model.
func (c *cloud) mint(p model.Principal) aws.Credentials {
	prefix := "AKIA"
	key := model.Key{Owner: p}
	if p.Kind == model.RoleSession || p.Kind == model.FederatedUser {
		prefix = "ASIA"
		key.Token = "FwoGZXIvYXdzE" + c.model.IDs.Unique("")
	}
	key.ID = c.model.IDs.AccessKey(prefix, p.AccountID)
	key.Secret = c.model.IDs.Secret()
	c.model.Keys.Put(key)
	return aws.Credentials{
		AccessKeyID: key.ID, SecretAccessKey: key.Secret, SessionToken: key.Token,
		AccountID: p.AccountID, Source: "fakes",
	}
}

// inventID makes the unique id of a principal that no model knows.
func inventID(p model.Principal) string {
	switch p.Kind {
	case model.IAMUser:
		return model.UniqueFor("AIDA", p.ARN)
	case model.RoleSession:
		return model.UniqueFor("AROA", p.RoleARN) + ":" + p.Session
	case model.FederatedUser:
		return p.AccountID + ":" + p.Name
	}
	return p.AccountID
}
