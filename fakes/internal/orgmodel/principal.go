package orgmodel

import (
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// uniqueID returns the unique id of a caller as policies name it: without the
// name of the session.
func uniqueID(p model.Principal) string {
	id, _, _ := strings.Cut(p.ID, ":")
	return id
}
