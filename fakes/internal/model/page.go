package model

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// Page cuts a list into pages as AWS does: at most size items from where the
// token points, and the token of the next page, nil at the end. N items and a
// size of N make one page.
//
// A page continues behind the last item that was delivered and is still there:
// items may come and go while a caller pages, and those that stay are delivered
// once, as long as they stay in the same order. The key tells an item from the
// others of the list (a name, an ARN, an id). It is nil for a list that never
// changes, such as the result of a job.
//
// The size is the smallest of what the caller asks for, the default of the
// operation, and the account's page size; a caller may ask for more than the
// default. Tokens are opaque and belong to one operation of one account. ok is
// false for a token that the operation did not give; services differ in the error
// for it. A Cloud remembers all tokens that it gave.
func Page[T any](c *Call, items []T, key func(T) string, token *string, asked *int32, standard int) (page []T, next *string, ok bool) {
	var last *cursor
	if token != nil && *token != "" {
		if last = c.Cloud.cursor(c, *token); last == nil {
			return nil, nil, false
		}
	}
	size := standard
	if asked != nil && *asked > 0 {
		size = int(*asked)
	}
	if limit := c.Account.Settings.PageSize; limit > 0 && limit < size {
		size = limit
	}
	start := resume(last, items, key)
	end := min(start+size, len(items))
	page = items[start:end]
	if end < len(items) {
		here := &cursor{list: listOf(c), end: end, before: last}
		for _, item := range page {
			if key != nil {
				here.keys = append(here.keys, key(item))
			}
		}
		next = c.Cloud.remember(here)
	}
	return page, next, true
}

// A cursor is what a token stands for: the items that were delivered with it and
// before it. Cursors are never changed, because a caller may use a token twice.
type cursor struct {
	list   string
	end    int      // how many items of the list were behind the caller
	keys   []string // of the page that ended here; empty if the list has none
	before *cursor  // that of the page before, nil for the first one
}

// resume returns the index of the first item behind the cursor.
func resume[T any](last *cursor, items []T, key func(T) string) int {
	if last == nil {
		return 0
	}
	if key == nil || len(last.keys) == 0 {
		return min(last.end, len(items))
	}
	// Most lists have not changed.
	if last.end <= len(items) && key(items[last.end-1]) == last.keys[len(last.keys)-1] {
		return last.end
	}
	behind := make(map[string]int, len(items))
	for i, item := range items {
		behind[key(item)] = i + 1
	}
	for ; last != nil; last = last.before {
		for i := len(last.keys) - 1; i >= 0; i-- {
			if n, ok := behind[last.keys[i]]; ok {
				return n
			}
		}
	}
	return 0 // everything that was delivered is gone
}

// listOf names the list that a token belongs to.
func listOf(c *Call) string { return c.Account.ID + "/" + c.Service + "/" + c.Operation }

// remember returns the token of a cursor.
func (c *Cloud) remember(here *cursor) *string {
	c.cursors = append(c.cursors, here)
	token := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s/%d", here.list, len(c.cursors)))
	return &token
}

// cursor returns what a token stands for, nil if the operation did not give it.
func (c *Cloud) cursor(call *Call, token string) *cursor {
	text, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return nil
	}
	digits, ok := strings.CutPrefix(string(text), listOf(call)+"/")
	if !ok {
		return nil
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > len(c.cursors) || c.cursors[n-1].list != listOf(call) {
		return nil
	}
	return c.cursors[n-1]
}
