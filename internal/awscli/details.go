package awscli

import (
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
)

// ReadAuthorizationDetails reads the output of
// get-account-authorization-details: one page, or several in a JSON array or
// one after the other. file is how errors call the input.
//
// The error is a [*CallError] where the input is the message of a failed call,
// else an [*Error] that concerns the input as a whole; there is no result
// beside it. What is wrong with single elements is in the result.
func ReadAuthorizationDetails(file string, r io.Reader) (*AuthorizationDetails, error) {
	in, err := open(file, "GetAccountAuthorizationDetails", r)
	if err != nil {
		return nil, err
	}
	p := &detailsReader{file: file, lines: newLines(in), out: &AuthorizationDetails{Places: make(map[string]Place)}}
	p.dec = json.NewDecoder(p.lines)
	if err := p.all(); err != nil {
		return nil, err
	}
	return p.out, nil
}

type detailsReader struct {
	file  string
	dec   *json.Decoder
	lines *lines
	out   *AuthorizationDetails
}

// all reads the outputs up to the end of the input.
func (p *detailsReader) all() error {
	for n := 0; ; n++ {
		token, err := p.dec.Token()
		at := p.dec.InputOffset() - 1 // of a brace or bracket
		switch {
		case err == io.EOF && n > 0:
			return nil
		case err != nil:
			return p.broken(err)
		case token == json.Delim('{') && n == 0:
			err = p.output("$", at)
		case token == json.Delim('{'):
			err = p.output("$["+strconv.Itoa(n)+"]", at) // as jq -s would number it
		case token == json.Delim('['):
			err = p.array()
		default:
			err = p.fail(at, "$", Syntax, "more text follows the JSON")
		}
		if err != nil {
			return err
		}
	}
}

// array reads the outputs in an array.
func (p *detailsReader) array() error {
	for i := 0; p.dec.More(); i++ {
		path := "$[" + strconv.Itoa(i) + "]"
		token, err := p.dec.Token()
		at := p.dec.InputOffset() - 1
		switch {
		case err != nil:
			return p.broken(err)
		case token != json.Delim('{'):
			return p.fail(at, path, Type, "want an object: an array may hold several outputs")
		}
		if err := p.output(path, at); err != nil {
			return err
		}
	}
	return p.closing()
}

// output reads one output after its opening brace, which is at the offset.
func (p *detailsReader) output(path string, at int64) error {
	var members []string
	lists, truncated := 0, false
	for p.dec.More() {
		token, err := p.dec.Token()
		if err != nil {
			return p.broken(err)
		}
		name, _ := token.(string)
		if readElement := p.element(name); readElement != nil {
			present, err := p.list(path+"."+name, name, lists == 0, readElement)
			if err != nil {
				return err
			}
			if present {
				lists++
			}
			members = append(members, name)
			continue
		}
		start := p.dec.InputOffset()
		var raw json.RawMessage
		if err := p.dec.Decode(&raw); err != nil {
			return p.broken(err)
		}
		switch name {
		case "IsTruncated":
			var b *bool
			if err := json.Unmarshal(raw, &b); err != nil {
				return p.fail(start, path+"."+name, Type, "want true or false, not "+kindOf(raw))
			}
			truncated = truncated || b != nil && *b
		case "Marker", "NextToken":
			truncated = truncated || string(raw) != "null" && string(raw) != `""`
		}
		if len(members) < 50 {
			members = append(members, name)
		}
	}
	if err := p.closing(); err != nil {
		return err
	}
	p.out.Truncated = truncated // of the last output
	if lists == 0 {
		return p.fail(at, path, Command, wrongOutput(members))
	}
	return nil
}

// closing reads a closing bracket or brace.
func (p *detailsReader) closing() error {
	if _, err := p.dec.Token(); err != nil {
		return p.broken(err)
	}
	return nil
}

// element returns the function that reads an element of a list, or nil where
// the member is none of the lists.
func (p *detailsReader) element(list string) func(*conversion) {
	switch list {
	case UserDetailList:
		return func(c *conversion) { add(p, &p.out.UserDetailList, c, c.user()) }
	case GroupDetailList:
		return func(c *conversion) { add(p, &p.out.GroupDetailList, c, c.group()) }
	case RoleDetailList:
		return func(c *conversion) { add(p, &p.out.RoleDetailList, c, c.role()) }
	case Policies:
		return func(c *conversion) { add(p, &p.out.Policies, c, c.policy()) }
	}
	return nil
}

// add keeps an element that has no error and no earlier one with its ARN.
func add[T any](p *detailsReader, to *[]T, c *conversion, element T) {
	if c.err == nil {
		if first, ok := p.out.Places[c.arn]; ok {
			c.fail(c.root, Duplicate, "the ARN is that of "+first.Path+" already", "the first is kept; give each page of the output once")
		}
	}
	if c.err == nil {
		p.out.Places[c.arn] = c.place
		*to = append(*to, element)
	}
}

// list reads the value of one of the lists. It returns false for null. first
// says that no list came before it in this output.
func (p *detailsReader) list(path, name string, first bool, read func(*conversion)) (present bool, err error) {
	at := p.dec.InputOffset()
	token, err := p.dec.Token()
	switch {
	case err != nil:
		return false, p.broken(err)
	case token == nil:
		return false, nil
	case token != json.Delim('['):
		return false, p.fail(at, path, Type, "want an array")
	}
	p.make(name)
	for i := 0; p.dec.More(); i++ {
		var raw json.RawMessage
		if err := p.dec.Decode(&raw); err != nil {
			return false, p.broken(err)
		}
		start := p.dec.InputOffset() - int64(len(raw))
		p.lines.release(start)
		c := &conversion{raw: raw, root: path + "[" + strconv.Itoa(i) + "]", list: name}
		c.place.Path = c.root
		c.place.Line, c.place.Column = p.lines.at(start)
		read(c)
		for _, e := range c.errors() {
			e.File, e.Element = p.file, strings.TrimLeft(c.root, "$.")
			e.Line, e.Column = p.lines.at(start + c.offset(e.Path))
			p.out.Errors = append(p.out.Errors, e)
		}
		if c.otherCommand && first && i == 0 {
			return false, p.fail(start, path, Command, "the JSON is the output of list-policies, which has no policy documents")
		}
	}
	return true, p.closing()
}

// make makes a list present, so that an empty one is not nil.
func (p *detailsReader) make(list string) {
	switch list {
	case UserDetailList:
		if p.out.UserDetailList == nil {
			p.out.UserDetailList = []User{}
		}
	case GroupDetailList:
		if p.out.GroupDetailList == nil {
			p.out.GroupDetailList = []Group{}
		}
	case RoleDetailList:
		if p.out.RoleDetailList == nil {
			p.out.RoleDetailList = []Role{}
		}
	case Policies:
		if p.out.Policies == nil {
			p.out.Policies = []Policy{}
		}
	}
}

// fail returns an error at an offset.
func (p *detailsReader) fail(offset int64, path string, reason Reason, problem string) error {
	e := &Error{File: p.file, Path: path, Reason: reason, Problem: problem, Hint: fetch("GetAccountAuthorizationDetails")}
	e.Line, e.Column = p.lines.at(offset)
	return e
}

// broken turns an error of the decoder into ours.
func (p *detailsReader) broken(err error) error {
	e := &Error{File: p.file, Hint: fetch("GetAccountAuthorizationDetails")}
	switch {
	case p.lines.err != nil:
		e.Reason, e.Problem, e.Err, e.Hint = Read, "the input cannot be read", p.lines.err, ""
		return e
	case err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF):
		e.Line, e.Column = p.lines.at(p.lines.offset)
		e.Reason, e.Problem = Cut, "the JSON ends early"
		return e
	}
	// The offset in a decoder's SyntaxError does not count what Token read, so
	// the text that is left is read once more to find the place.
	offset := p.dec.InputOffset()
	if rest, readErr := io.ReadAll(p.dec.Buffered()); readErr == nil {
		var v json.RawMessage
		var syntax *json.SyntaxError
		if again := json.Unmarshal(rest, &v); errors.As(again, &syntax) && errors.As(err, new(*json.SyntaxError)) && syntax.Error() == err.Error() {
			offset += max(syntax.Offset-1, 0)
		}
	}
	e.Line, e.Column = p.lines.at(offset)
	e.Reason, e.Problem = Syntax, "not JSON: "+err.Error()
	return e
}
