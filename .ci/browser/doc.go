// Package browser holds no code: its tests open the pages of package report in a
// headless Chromium. They filter, search, fold and print, and look for errors,
// requests, text that overflows, and controls without a name. It is a module of
// its own, so that users of the SDK do not get its dependencies. Run it with:
//
//	cd .ci/browser && go test ./...
//
// It needs Chromium or Chrome on the PATH. SCREENSHOTS=DIR keeps pictures of the
// pages for a person to look at.
package browser
