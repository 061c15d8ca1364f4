package event_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/internal/event"
)

func TestAt(t *testing.T) {
	s := event.Shape{Fields: map[string]event.Field{
		"userIdentity.type":      event.Is("Root"),
		"userIdentity.invokedBy": event.Absent(),
		"errorCode":              event.Absent(),
		"eventName":              event.Text(""),
	}}
	assert.True(t, s.At("userIdentity.type").Like("Root"))
	assert.True(t, s.At("userIdentity").Present(), "a field of it is there")
	assert.False(t, s.At("userIdentity").Leaf())
	assert.True(t, s.At("userIdentity.type.more").Missing(), "a text has no fields")
	assert.True(t, s.At("errorCode.more").Missing())
	assert.False(t, s.At("other").Missing(), "what is not mentioned is open")
	assert.False(t, s.At("other").Present())
	assert.False(t, s.At("user").Present(), "no field is called that")
	s.Closed = true
	assert.True(t, s.At("other").Missing())
	assert.True(t, s.Under("detail").At("detail.userIdentity.type").Present())
	assert.True(t, s.With(map[string]event.Field{"other": event.Is(true)}).At("other").Present())
	assert.False(t, s.At("other").Present(), "With leaves the shape as it was")
}

func TestLike(t *testing.T) {
	for _, tt := range []struct {
		name         string
		field        event.Field
		pattern      string
		like, unlike bool
	}{
		{"the text", event.Is("Root"), "Root", true, false},
		{"letter case counts", event.Is("Root"), "root", false, true},
		{"star at the end", event.Is("AccessDeniedException"), "AccessDenied*", true, false},
		{"star at the start", event.Is("Client.UnauthorizedOperation"), "*UnauthorizedOperation", true, false},
		{"a question mark is one", event.Is("a?"), "a?", true, false},
		{"a question mark is no wildcard", event.Is("ab"), "a?", false, true},
		{"a number is no text", event.Is(3.0), "3", false, false},
		{"any text", event.Text(""), "*", true, false},
		{"any text may be it", event.Text(""), "Root", false, false},
		{"any but that text", event.Text("", "HeadBucket"), "HeadBucket", false, true},
		{"any but that text may be like it", event.Text("", "HeadBucket"), "Head*", false, false},
		{"a prefix is enough", event.Text("aws."), "aws*", true, false},
		{"a prefix decides", event.Text("aws."), "ec2*", false, true},
		{"a prefix may go on so", event.Text("aws."), "aws.iam", false, false},
		{"shorter than the prefix", event.Text("aws."), "aws", false, true},
		{"a star in the middle says more", event.Text("aws."), "aws.*m", false, false},
		{"absent", event.Absent(), "*", false, false},
		{"open", event.Field{}, "*", false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.like, tt.field.Like(tt.pattern))
			assert.Equal(t, tt.unlike, tt.field.Unlike(tt.pattern))
		})
	}
}
