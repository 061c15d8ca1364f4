// Package fakes holds AWS accounts in memory and answers the real clients of
// the AWS SDK for Go v2 from them.
package fakes
