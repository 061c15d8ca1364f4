package model

import (
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
)

// IDs makes the ids that AWS makes: unique within a Cloud, of the form that AWS
// gives them, and the same in every run that asks in the same order. The zero
// value is ready; its methods run under the lock of the Cloud.
type IDs struct{ count uint64 }

// next returns bits that look random and do not repeat (splitmix64).
func (g *IDs) next() uint64 {
	g.count++
	z := g.count * 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

var alphabet = base32.StdEncoding.WithPadding(base32.NoPadding)

// Unique returns a unique id of 21 characters: a prefix such as AIDA (user),
// AROA (role), AGPA (group), ANPA (policy), AIPA (instance profile) or ASCA
// (certificate), and 17 letters and digits (reference_identifiers).
func (g *IDs) Unique(prefix string) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], g.next())
	binary.BigEndian.PutUint64(b[8:], g.next())
	return prefix + alphabet.EncodeToString(b[:])[:17]
}

// UniqueFor returns the unique id of something that has an ARN and is in no
// store: the same for the same ARN.
func UniqueFor(prefix, arn string) string {
	h := fnv.New64a()
	h.Write([]byte(arn)) // never fails
	g := IDs{count: h.Sum64()}
	return g.Unique(prefix)
}

// AccessKey returns an access key id: AKIA for long-term keys, ASIA for
// temporary ones, and 16 characters that carry the account id, as in AWS since
// 2019.
func (g *IDs) AccessKey(prefix, account string) string {
	number, err := strconv.ParseUint(account, 10, 64)
	if err != nil {
		number = 0 // callers pass account ids
	}
	random := g.next()
	var b [10]byte
	binary.BigEndian.PutUint64(b[2:], random)
	// 48 bits: one that marks the format, 40 of the account, 7 at random.
	head := 1<<47 | number<<7 | random>>57
	for i := range 6 {
		b[i] = byte(head >> (40 - 8*i))
	}
	return prefix + alphabet.EncodeToString(b[:])
}

// AccountOf returns the account id that an access key id carries, and false
// for ids of another form.
func AccountOf(accessKeyID string) (string, bool) {
	if len(accessKeyID) != 20 {
		return "", false
	}
	b, err := alphabet.DecodeString(accessKeyID[4:])
	if err != nil || b[0]&0x80 == 0 {
		return "", false
	}
	var head uint64
	for i := range 6 {
		head = head<<8 | uint64(b[i])
	}
	return fmt.Sprintf("%012d", head&0x7fffffffff80>>7), true
}

// Secret returns a secret access key: 40 characters. It never signs anything
// that AWS would accept.
func (g *IDs) Secret() string {
	return "fake/" + strings.ToLower(g.Unique("")+g.Unique("")) + "x"
}

// Hex returns n small hexadecimal digits, as EC2 and Identity Center have in
// their ids.
func (g *IDs) Hex(n int) string {
	var b strings.Builder
	for b.Len() < n {
		fmt.Fprintf(&b, "%016x", g.next())
	}
	return b.String()[:n]
}

// UUID returns an id of the form of a random UUID (RFC 9562, version 4).
func (g *IDs) UUID() string {
	h := g.Hex(32)
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-8" + h[17:20] + "-" + h[20:]
}
