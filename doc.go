// Package sdk is the map of the module.
package sdk
