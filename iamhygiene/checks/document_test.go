package checks_test

import (
	"testing"

	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

func TestDocumentsAsCollected(t *testing.T) {
	checktest.Run(t, "testdata/document/*.txtar", checks.PolicyAdmin{}, checks.RoleTrustAnyone{})
}
