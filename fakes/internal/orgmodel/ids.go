package orgmodel

import (
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// short returns n lower-case letters and digits, the same for the same seed.
// Ids of organizations follow from the management account, and those below from
// the order in which things were made, so that they are the same in every run.
func short(seed string, n int) string {
	return strings.ToLower(model.UniqueFor("", seed))[:n]
}

func (st *store) newUnitID(parent, name string) string {
	st.created++
	return "ou-" + strings.TrimPrefix(st.root, "r-") + "-" + short(st.id+parent+name+strconv.Itoa(st.created), 8)
}

func (st *store) newPolicyID(name string) string {
	st.created++
	return "p-" + short(st.id+name+strconv.Itoa(st.created), 8)
}

func (st *store) arn(resource string) string {
	return "arn:" + st.partition + ":organizations::" + st.management + ":" + resource
}

func (st *store) orgARN() string { return st.arn("organization/" + st.id) }

func (st *store) nodeARN(n *node) string {
	kind := "account/"
	switch n.kind {
	case types.TargetTypeRoot:
		kind = "root/"
	case types.TargetTypeOrganizationalUnit:
		kind = "ou/"
	}
	return st.arn(kind + st.id + "/" + n.id)
}

func (st *store) policyARN(p *policy) string {
	kind := strings.ToLower(string(p.kind))
	if p.managed {
		return "arn:" + st.partition + ":organizations::aws:policy/" + kind + "/" + p.id
	}
	return st.arn("policy/" + st.id + "/" + kind + "/" + p.id)
}

func (st *store) resourcePolicyARN() string {
	return st.arn("resourcepolicy/" + st.id + "/" + st.resource.id)
}

// entityPath is the path of a node as AWS writes it: o-.../r-.../ou-.../ and for
// an account its id.
func (st *store) entityPath(n *node) string {
	path := st.id + "/"
	for _, n := range st.path(n) {
		path += n.id + "/"
	}
	return path
}
