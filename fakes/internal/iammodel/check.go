package iammodel

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// The lengths of names (reference_iam-quotas).
const (
	userNameLimit   = 64
	roleNameLimit   = 64
	otherNameLimit  = 128
	pathLimit       = 512
	tagKeyLimit     = 128
	tagValueLimit   = 256
	largestMaxItems = 1000
)

var (
	entityName = regexp.MustCompile(`^[\w+=,.@-]+$`)
	entityPath = regexp.MustCompile(`^(/|/[!-~]+/)$`)
	pathPrefix = regexp.MustCompile(`^/[!-~]*$`)
	tagText    = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)
)

// checkName checks a name that an operation gives to something.
func checkName(member, name string, limit int) error {
	if err := checkLength(member, name, 1, limit); err != nil {
		return err
	}
	if !entityName.MatchString(name) {
		return validationError("The specified value for %s is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-", member)
	}
	return nil
}

func checkLength(member, value string, shortest, longest int) error {
	switch n := len([]rune(value)); {
	case n < shortest:
		return constraint(value, member, fmt.Sprintf("have length greater than or equal to %d", shortest))
	case n > longest:
		return constraint(value, member, fmt.Sprintf("have length less than or equal to %d", longest))
	}
	return nil
}

// checkPath checks a path and returns it, "/" if there is none.
func checkPath(path *string) (string, error) {
	p := aws.ToString(path)
	if path == nil {
		return "/", nil
	}
	if err := checkLength("path", p, 1, pathLimit); err != nil {
		return "", err
	}
	if !entityPath.MatchString(p) {
		return "", validationError("The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.")
	}
	return p, nil
}

// checkPrefix checks a filter by path and returns it, "/" if there is none.
func checkPrefix(prefix *string) (string, error) {
	if prefix == nil {
		return "/", nil
	}
	if err := checkLength("pathPrefix", *prefix, 1, pathLimit); err != nil {
		return "", err
	}
	if !pathPrefix.MatchString(*prefix) {
		return "", validationError("The specified value for pathPrefix is invalid. It must begin with / and contain only alphanumeric characters and/or / characters.")
	}
	return *prefix, nil
}

func checkMaxItems(n *int32) error {
	switch {
	case n == nil:
	case *n < 1:
		return constraint(strconv.Itoa(int(*n)), "maxItems", "have value greater than or equal to 1")
	case *n > largestMaxItems:
		return constraint(strconv.Itoa(int(*n)), "maxItems", fmt.Sprintf("have value less than or equal to %d", largestMaxItems))
	}
	return nil
}

// checkOneOf checks a member with an enumeration; "" means that it is absent.
func checkOneOf[T ~string](member string, value T, known []T) error {
	if value == "" {
		return nil
	}
	names := make([]string, len(known))
	for i, k := range known {
		if k == value {
			return nil
		}
		names[i] = string(k)
	}
	return constraint(string(value), member, "satisfy enum value set: ["+strings.Join(names, ", ")+"]")
}

// checkTags checks the tags of one request.
func checkTags(tags []types.Tag) error {
	if len(tags) > 50 {
		return validationError("1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50")
	}
	seen := make(map[string]bool, len(tags))
	for i, t := range tags {
		key, value := aws.ToString(t.Key), aws.ToString(t.Value)
		member := fmt.Sprintf("tags.%d.member.", i+1)
		if err := checkLength(member+"key", key, 1, tagKeyLimit); err != nil {
			return err
		}
		if err := checkLength(member+"value", value, 0, tagValueLimit); err != nil {
			return err
		}
		if !tagText.MatchString(key) {
			return constraint(key, member+"key", `satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+`)
		}
		if !tagText.MatchString(value) {
			return constraint(value, member+"value", `satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]*`)
		}
		if strings.HasPrefix(fold(key), "aws:") {
			return invalidInput("Tag keys that begin with aws: are reserved for AWS.")
		}
		if seen[fold(key)] {
			return invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
		}
		seen[fold(key)] = true
	}
	return nil
}
