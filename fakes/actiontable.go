package fakes

// prefixes maps signing names to the service prefixes of IAM actions where the
// two differ (service authorization reference).
var prefixes = map[string]string{
	"monitoring":   "cloudwatch",
	"iotdata":      "iot",
	"es":           "es",
	"email":        "ses",
	"s3express":    "s3express",
	"neptune":      "rds",
	"docdb":        "rds",
	"sso-oauth":    "sso-oauth",
	"awsssoportal": "sso",
}

// actions maps operations whose name is not that of their action, or that need
// more than one, to the actions. The first is the operation's own.
var actions = map[string][]string{
	"s3:ListBuckets": {"ListAllMyBuckets"},
}
