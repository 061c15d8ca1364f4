package policytest

import (
	"time"

	"github.com/iamhygiene/sdk/policyeval"
)

// requestMembers are the members of a request, as messages list them.
var requestMembers = []string{"principal", "action", "resource", "resourceAccount", "context", "unknown",
	"role", "uniqueId", "issuer", "canonicalUser", "principalTags", "requestTags", "resourceTags",
	"time", "pattern", "open"}

// request reads the member request. Settings live in the same struct, so only
// the fields of the member are written.
func (c cursor) request(req *policyeval.Request) error {
	members, err := c.members()
	if err != nil {
		return err
	}
	for _, m := range members {
		v := m.value
		switch m.name {
		case "principal":
			req.Principal, err = v.text()
		case "action":
			req.Action, err = v.text()
		case "resource":
			req.Resource, err = v.text()
		case "resourceAccount":
			req.ResourceAccount, err = v.text()
		case "context":
			req.Context, err = v.context()
		case "unknown":
			var names []string
			names, err = v.texts()
			req.Unknown = policyeval.UnknownKeys(names...)
		case "role":
			req.Role, err = v.text()
		case "uniqueId":
			req.UniqueID, err = v.text()
		case "issuer":
			req.Issuer, err = v.text()
		case "canonicalUser":
			req.CanonicalUser, err = v.text()
		case "principalTags":
			req.PrincipalTags, err = v.tags()
		case "requestTags":
			req.RequestTags, err = v.tags()
		case "resourceTags":
			req.ResourceTags, err = v.tags()
		case "time":
			req.Time, err = v.instant()
		case "pattern":
			req.Pattern, err = v.flag()
		case "open":
			req.Open, err = v.flag()
		default:
			err = m.unknown(requestMembers...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// settings reads the member settings.
func (c cursor) settings(req *policyeval.Request) error {
	members, err := c.members()
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.name != "s3RestrictPublicBuckets" {
			return m.unknown("s3RestrictPublicBuckets")
		}
		if req.RestrictPublicBuckets, err = m.value.flag(); err != nil {
			return err
		}
	}
	return nil
}

// context reads the context keys. A value is a scalar or a list of scalars.
func (c cursor) context() (policyeval.Context, error) {
	members, err := c.members()
	if err != nil {
		return nil, err
	}
	keys := make(policyeval.Context, len(members))
	for _, m := range members {
		elements := []cursor{m.value}
		if m.value.raw[0] == '[' {
			if elements, err = m.value.elements(); err != nil {
				return nil, err
			}
		}
		values := make([]string, len(elements))
		for i, e := range elements {
			if values[i], err = e.scalar(); err != nil {
				return nil, err
			}
		}
		keys[m.name] = values
	}
	return keys, nil
}

// scalar returns the text of a string, number or Boolean. Numbers keep the text
// in which they are written, as condition values in policies do (D9).
func (c cursor) scalar() (string, error) {
	switch c.raw[0] {
	case '"':
		return c.text()
	case '{', '[', 'n':
		return "", c.mistyped("a string, a number, a Boolean or a list of them")
	}
	return string(c.raw), nil
}

// tags reads a map of tags.
func (c cursor) tags() (map[string]string, error) {
	members, err := c.members()
	if err != nil {
		return nil, err
	}
	tags := make(map[string]string, len(members))
	for _, m := range members {
		if tags[m.name], err = m.value.text(); err != nil {
			return nil, err
		}
	}
	return tags, nil
}

// texts reads a list of strings.
func (c cursor) texts() ([]string, error) {
	elements, err := c.elements()
	if err != nil {
		return nil, err
	}
	list := make([]string, len(elements))
	for i, e := range elements {
		if list[i], err = e.text(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// instant reads a point in time.
func (c cursor) instant() (time.Time, error) {
	text, err := c.text()
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, c.fault("want a time such as 2024-05-06T07:08:09Z", err)
	}
	return t, nil
}
