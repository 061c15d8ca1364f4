// Package formats holds no code: its tests compare what package report writes
// with the published schema of each format, by parsers and validators that are
// not ours. It is a module of its own, so that users of the SDK do not get its
// dependencies. Run it with:
//
//	cd .ci/formats && go test ./...
//
// The subjects are the golden files of package report, which hold one finding
// of every kind, and the sample account of examples/scan.
package formats
