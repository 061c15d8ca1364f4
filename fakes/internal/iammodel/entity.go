package iammodel

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// An Entity is what everything that has a name in an account has in common.
type Entity struct {
	Name, Path string
	ARN, ID    string
	Created    time.Time
	Tags       []types.Tag // in the order in which they were first set
}

// listKey tells an entity from the others of its kind, as IAM does.
func (e *Entity) listKey() string { return fold(e.Name) }

// An Identity is an entity to which policies are attached: a user, a group or a
// role.
type Identity struct {
	Entity
	Inline   Table[Inline]
	Attached []string // ARNs, in the order of attachment
}

// An Inline is an inline policy.
type Inline struct {
	Name, Document string
}

// An Activity is the last use of a service, or of one action of it, by a user
// or role.
type Activity struct {
	Service string // namespace, such as "s3"
	Action  string // such as "GetObject"; "" for the service as a whole
	Region  string
	Time    time.Time
}

// rename gives an entity another name or path; its ARN follows.
func (e *Entity) rename(st *Store, kind, name, path string) {
	if name != "" {
		e.Name = name
	}
	if path != "" {
		e.Path = path
	}
	e.ARN = st.arn(kind, e.Path, e.Name)
}

// lastName is the name in an ARN: what follows the last slash.
func lastName(arn string) string { return arn[strings.LastIndexByte(arn, '/')+1:] }
