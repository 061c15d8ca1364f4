package reference

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"
)

// deriveIdentity is the table of section 18. A value that the caller gave must
// not contradict it.
func (e *env) deriveIdentity() error {
	c := e.caller
	absent := []string(nil)
	d := map[string][]string{}
	identity := func(arn, kind, userid, isService string) {
		d["aws:principalarn"] = []string{arn}
		d["aws:principalaccount"] = []string{c.account}
		d["aws:principaltype"] = []string{kind}
		if userid != "" {
			d["aws:userid"] = []string{userid}
		}
		d["aws:username"] = absent
		d["aws:principalisawsservice"] = []string{isService}
		d["aws:principalservicename"] = absent
	}
	switch c.kind {
	case root:
		identity(c.text, "Account", c.account, "false")
	case user:
		identity(c.text, "User", c.uniqueID, "false")
		d["aws:username"] = []string{c.name}
	case roleSession:
		id := ""
		if c.uniqueID != "" {
			id = c.uniqueID + ":" + c.session
		}
		identity(c.roleARN(), "AssumedRole", id, "false") // K2
	case role:
		identity(c.roleARN(), "AssumedRole", "", "false")
	case federated:
		identity(c.text, "FederatedUser", c.account+":"+c.name, "false")
	case service:
		for _, name := range []string{"aws:principalaccount", "aws:principaltype", "aws:userid"} {
			if _, given := e.supplied[name]; !given && !e.unknown[name] {
				d[name] = absent // "absent unless supplied", in open mode too
			}
		}
		d["aws:principalarn"] = absent
		d["aws:username"] = absent
		d["aws:principalisawsservice"] = []string{"true"}
		d["aws:principalservicename"] = []string{c.text}
	case anonymous:
		d["aws:principalarn"] = absent
		d["aws:principalaccount"] = []string{"anonymous"}
		d["aws:principaltype"] = []string{"Anonymous"}
		d["aws:userid"] = []string{"anonymous"}
		d["aws:username"] = absent
		d["aws:principalisawsservice"] = absent
		d["aws:principalservicename"] = absent
	}
	for name, values := range d {
		if given := e.supplied[name]; len(given) > 0 && (e.conflict[name] || !sameValue(name, given, values)) {
			return fmt.Errorf("section 18: %s contradicts the principal", name)
		}
	}
	e.derived = d
	return e.identifyByContext()
}

// sameValue compares what the caller gave with what is derived, in the type of
// the key.
func sameValue(name string, given, derived []string) bool {
	if len(given) == 1 && len(derived) == 1 {
		switch name {
		case "aws:currenttime", "aws:epochtime":
			a, okA := readDate(given[0])
			b, okB := readDate(derived[0])
			return okA && okB && a.Cmp(b) == 0
		case "aws:principalisawsservice", "aws:viaawsservice":
			return lowerASCII(given[0]) == lowerASCII(derived[0])
		}
	}
	return slices.Equal(given, derived)
}

// identifyByContext is P6: the part of aws:userid before a colon is the unique
// id where the request gives none.
func (e *env) identifyByContext() error {
	given := e.supplied["aws:userid"]
	if e.caller.uniqueID != "" || len(given) != 1 {
		return nil
	}
	id, session, _ := strings.Cut(given[0], ":")
	switch e.caller.kind {
	case user, role:
		e.caller.uniqueID = id
	case roleSession:
		if session != e.caller.session {
			return errors.New("section 18: aws:userid contradicts the session name")
		}
		e.caller.uniqueID = id
	}
	return nil
}

// deriveRest is K3.
func (e *env) deriveRest(r Request) error {
	var err error
	add := func(name string, values ...string) {
		f := foldKey(name)
		// Reading: a value given twice must be the same twice.
		if given := e.supplied[f]; len(given) > 0 && !sameValue(f, given, values) {
			err = fmt.Errorf("K3: %s contradicts the request", name)
		}
		e.derived[f] = values
	}
	if e.owner != "" {
		add("aws:ResourceAccount", e.owner)
	}
	for family, tags := range map[string]map[string]string{
		"aws:PrincipalTag/": r.PrincipalTags, "aws:RequestTag/": r.RequestTags, "aws:ResourceTag/": r.ResourceTags,
	} {
		if tags == nil {
			continue
		}
		e.closed = append(e.closed, foldKey(family))
		byName := &env{supplied: map[string][]string{}, conflict: map[string]bool{}}
		for name, value := range tags {
			byName.put(family+name, []string{value})
		}
		for f, values := range byName.supplied {
			if byName.conflict[f] {
				e.supplied[f], e.conflict[f] = values, true // C3
				continue
			}
			add(f, values...)
		}
	}
	if r.RequestTags != nil {
		var names []string
		for name := range r.RequestTags {
			names = append(names, name)
		}
		sort.Strings(names)
		if given := slices.Clone(e.supplied["aws:tagkeys"]); len(given) > 0 {
			slices.Sort(given)
			e.supplied["aws:tagkeys"] = given
		}
		add("aws:TagKeys", names...)
	}
	if r.Time != "" {
		t, parseErr := time.Parse(time.RFC3339Nano, r.Time)
		if parseErr != nil {
			return errors.New("K3: time must be RFC 3339")
		}
		add("aws:CurrentTime", t.UTC().Format(time.RFC3339Nano))
		add("aws:EpochTime", fmt.Sprint(t.Unix())) // whole seconds
	}
	if list := e.supplied["aws:calledvia"]; len(list) > 0 && !e.conflict["aws:calledvia"] {
		add("aws:CalledViaFirst", list[0])
		add("aws:CalledViaLast", list[len(list)-1])
		add("aws:ViaAWSService", "true")
	}
	return err
}

// userIDFact is the fact that aws:userid would be derived from. K4 makes the key
// absent when nothing is said about it, so the fact must be declared unknown,
// or be the one half that is missing.
func (e *env) userIDFact() string {
	id, session := e.unknown["principal:uniqueid"], e.unknown["principal:sessionname"]
	switch e.caller.kind {
	case user, roleSession:
		if id && e.caller.uniqueID == "" {
			return "principal:uniqueid"
		}
	case role:
		if e.caller.uniqueID != "" {
			return "principal:sessionname"
		}
		if id || session { // neither half alone would settle it
			return "aws:userid"
		}
	}
	return ""
}
