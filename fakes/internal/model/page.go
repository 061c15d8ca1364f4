package model

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// Page cuts a list into pages as AWS does: at most size items from where the
// token points, and the token of the next page, nil at the end. N items and a
// size of N make one page. The list must have the same order in each call.
//
// The size is the smallest of what the caller asks for, the default of the
// operation, and the account's page size; a caller may ask for more than the
// default. Tokens are opaque and belong to one operation. ok is false for a
// token that the operation did not give; services differ in the error for it.
func Page[T any](c *Call, items []T, token *string, asked *int32, standard int) (page []T, next *string, ok bool) {
	start := 0
	if token != nil && *token != "" {
		if start, ok = readToken(c.Operation, *token); !ok {
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
	// Items may have been deleted since the token was given.
	start = min(start, len(items))
	end := min(start+size, len(items))
	if end < len(items) {
		next = writeToken(c.Operation, end)
	}
	return items[start:end], next, true
}

func writeToken(operation string, index int) *string {
	token := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s/%d", operation, index))
	return &token
}

func readToken(operation, token string) (int, bool) {
	text, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return 0, false
	}
	digits, ok := strings.CutPrefix(string(text), operation+"/")
	if !ok {
		return 0, false
	}
	index, err := strconv.Atoi(digits)
	return index, err == nil && index > 0
}
