// Unittest shows how a project tests its own code with package fakes. The project
// is package keyrotate beside this file, a tool that ends unused access keys;
// read its _test.go files. This program runs the tool, without changing
// anything, on two fake accounts, and prints what it would do:
//
//	go run ./examples/unittest
//
// It exits with 0, and with 2 when it could not run.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/iamhygiene/sdk/examples/unittest/keyrotate"
	"github.com/iamhygiene/sdk/fakes"
)

func main() { os.Exit(run(os.Stdout, os.Stderr)) }

func run(stdout, stderr io.Writer) int {
	hub, targets := accounts()
	// From here on it is what the real program would do with a configuration
	// from config.LoadDefaultConfig.
	reports, err := keyrotate.RotateAll(context.Background(), hub.Config(), targets, keyrotate.Options{DryRun: true, Now: hub.Now})
	for i, r := range reports {
		fmt.Fprint(stdout, targets[i].RoleARN, ": ")
		if _, err := r.WriteTo(stdout); err != nil {
			fmt.Fprintln(stderr, "unittest:", err)
			return 2
		}
	}
	if err != nil {
		fmt.Fprintln(stderr, "unittest:", err)
		return 2
	}
	return 0
}

// accounts makes an organization of an account that runs the tool and two that
// it looks after.
func accounts() (hub *fakes.Account, targets []keyrotate.Target) {
	const hubID, externalID = "111122223333", "acme-7f3a"
	org := fakes.NewOrganization()
	hub = org.Account(hubID)
	ago := func(days int) time.Time { return hub.Now().Add(-time.Duration(days) * 24 * time.Hour) }
	for _, id := range []string{"222233334444", "333344445555"} {
		account := org.Account(id)
		account.AddUser("alice", fakes.Created(ago(700)),
			fakes.AccessKey(func(k *fakes.Key) { k.LastUsed = ago(3) }),
			fakes.AccessKey(func(k *fakes.Key) { k.LastUsed = ago(400) }))
		account.AddUser("ci", fakes.Created(ago(900)),
			fakes.AccessKey(func(k *fakes.Key) { k.LastUsed, k.Inactive = ago(200), true }),
			fakes.AccessKey(func(k *fakes.Key) { k.Created = ago(30) }))
		role := account.AddRole("KeyRotation", fakes.TrustExternal(hubID, externalID), fakes.InlinePolicy("keyrotate", keyrotate.Policy))
		targets = append(targets, keyrotate.Target{RoleARN: role.ARN, ExternalID: externalID})
	}
	return hub, targets
}
