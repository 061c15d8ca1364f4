package logfilter_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/internal/event"
	"github.com/iamhygiene/sdk/internal/logfilter"
)

// root is a call by the root user.
var root = event.Shape{Fields: map[string]event.Field{
	"userIdentity.type": event.Is("Root"), "userIdentity.invokedBy": event.Absent(),
	"eventType": event.Is("AwsApiCall"), "eventName": event.Text(""), "readOnly": event.Is(true), "size": event.Is(12.5),
	"none": event.Is(nil), "sourceIPAddress": event.Text("", "delivery.logs.amazonaws.com"),
}}

func TestCovers(t *testing.T) {
	for _, tt := range []struct {
		pattern string
		want    bool
		reason  string
	}{
		{`{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }`, true, "the pattern of the benchmark"},
		{`{($.eventType!='AwsServiceEvent')&&($.userIdentity.invokedBy   not exists)&&($.userIdentity.type=Root)}`, true, "R71: clauses in another order, without spaces, with single quotes and without"},
		{"{ ( ( $.userIdentity.type\n=\t\"Root\" ) ) }", true, "parentheses and white space say nothing"},
		{`{ $.userIdentity.type = "root" }`, false, "letter case counts"},
		{`{ $.userIdentity.type = "R*t" }`, true, "stars are wildcards"},
		{`{ $.userIdentity.type = * }`, true, "also without quotes"},
		{`{ $.userIdentity.type != "IAMUser" }`, true, "another value"},
		{`{ $.userIdentity.type = %^Ro+t$% }`, true, "a regular expression"},
		{`{ $.userIdentity.type = %oo% }`, true, "regular expressions match anywhere"},
		{`{ $.userIdentity.type != %oo% }`, false, "and are denied"},
		{`{ $.userIdentity.type = %(% }`, false, "one that is none matches nothing for certain"},
		{`{ $.eventName = "ConsoleLogin" }`, false, "other events of the root user do not match"},
		{`{ $.eventName = "*" }`, true, "the name is there, whatever it is"},
		{`{ $.eventName = %.% }`, false, "what a regular expression says of an unknown text is not known"},
		{`{ $.errorCode NOT EXISTS }`, false, "calls that fail do not match"},
		{`{ $.errorCode = "x" || $.errorCode != "x" }`, false, "an absent field may do neither"},
		{`{ $.userIdentity.invokedBy != "x" }`, false, "AWS does not say what an absent field does"},
		{`{ $.userIdentity.invokedBy EXISTS }`, false, "it does not"},
		{`{ $.userIdentity EXISTS && $.eventType EXISTS }`, true, "objects exist too"},
		{`{ $.sourceIPAddress != "delivery.logs.amazonaws.com" }`, true, "the shape says so"},
		{`{ $.sourceIPAddress != "192.0.2.1" }`, false, "it may come from there"},
		{`{ $.sourceIPAddress != 192.0.* }`, false, "bare texts may hold dots and stars"},
		{`{ $.eventName = "x" || $.userIdentity.type = "Root" && $.eventType = "AwsApiCall" }`, true, "&& binds more than ||"},
		{`{ ($.eventName = "x" || $.userIdentity.type = "Root") && $.eventType = "y" }`, false, "unless parentheses say otherwise"},
		{`{ $.readOnly IS TRUE && $.none IS NULL }`, true, "words for values"},
		{`{ $.readOnly IS FALSE }`, false, "another value"},
		{`{ $.none IS TRUE || $.eventType IS NULL }`, false, "another value"},
		{`{ $.size > 12 && $.size >= 12.5 && $.size < 1.3e1 && $.size <= 12.5 && $.size = 12.5 && $.size != 12 }`, true, "numbers"},
		{`{ $.size > 12.5 }`, false, "the limit is not greater"},
		{`{ $.eventName > 3 }`, false, "a text is no number"},
		{`{ $.resources[0].ARN = "*" }`, false, "arrays are open"},
		{``, true, "an empty pattern matches everything"},
		{`  `, true, "so does white space"},
	} {
		t.Run(tt.pattern, func(t *testing.T) {
			f, err := logfilter.Parse(tt.pattern)
			require.NoError(t, err)
			assert.Equal(t, tt.want, f.Covers(root), tt.reason)
			again, err := logfilter.Parse(f.String())
			require.NoError(t, err, f.String())
			assert.Equal(t, f.String(), again.String())
			assert.Equal(t, tt.want, again.Covers(root), "the text of a filter is that filter")
		})
	}
}

func TestString(t *testing.T) {
	f, err := logfilter.Parse(`{(($.a=b)&&(($.c='d "e" \\')||($.f IS   null)))&&$.g[1].h>=0.5}`)
	require.NoError(t, err)
	assert.Equal(t, `{ $.a = "b" && ($.c = "d \"e\" \\" || $.f IS NULL) && $.g[1].h >= 0.5 }`, f.String())
}

func TestParseErrors(t *testing.T) {
	for pattern, want := range map[string]string{
		`ERROR`:                   "not written for JSON",
		`[ip, user, ...]`:         "not written for JSON",
		`{`:                       "column 2: want a property selector",
		`{}`:                      "column 2: want a property selector",
		`{ $ = 1 }`:               "column 4: want a name after $",
		`{ $. = 1 }`:              "column 4: want a name after the dot",
		`{ $.a }`:                 "column 7: want an operator",
		`{ $.a == "b" }`:          "column 8: want a value",
		`{ $.a = }`:               "column 9: want a value",
		`{ $.a =`:                 "column 8: want a value",
		`{ $.a = "b }`:            "column 9: the text does not end",
		`{ $.a = %b }`:            "column 10: the regular expression does not end",
		`{ $.a = "\*" }`:          "column 11: an escaped star",
		`{ $.a > "b" }`:           "column 12: want a number after >",
		`{ $.a = b`:               "column 10: want }, && or ||",
		`{ $.a = b & $.c = d }`:   "column 11: want }, && or ||",
		`{ ($.a = b }`:            "column 12: want ), && or ||",
		`{ $.a = b } x`:           "column 13: more text follows",
		`{ $.a[x] = b }`:          "column 6: want an index",
		`{ $.a IS NULLABLE }`:     "column 7: want an operator",
		`{ $.a = b && }`:          "column 14: want a property selector",
		`{ NOT $.a = b }`:         "column 3: want a property selector",
		`{ "a" = b }`:             "column 3: want a property selector",
		`{ $.a = b || ( ) }`:      "column 16: want a property selector",
		`{ $.a NOT EXISTS IN x }`: "column 18: want }, && or ||",
		"{" + strings.Repeat("(", 300) + "$.a = b" + strings.Repeat(")", 300) + "}": "too many parentheses",
	} {
		_, err := logfilter.Parse(pattern)
		assert.ErrorContains(t, err, want, pattern)
		assert.Regexp(t, "^logfilter: ", err)
	}
}

// FuzzParse makes sure of any text: it does not make Parse panic; the text of a
// filter is the same filter; and a filter that covers a shape covers each event
// of it, so that what is not known is never taken for granted.
func FuzzParse(f *testing.F) {
	f.Add(`{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }`)
	f.Add(`{($.errorCode="*UnauthorizedOperation")||($.errorCode='AccessDenied*')}`)
	f.Add(`{ $.a.b[0] >= -1.5e3 || $.c NOT EXISTS && $.d IS TRUE }`)
	f.Add(`{ $.userIdentity.type = %Ro.t% }`)
	f.Add(`{ $.eventName = * && $.sourceIPAddress != 1.2.* }`)
	instances := []map[string]event.Field{
		{"eventName": event.Is("ConsoleLogin"), "sourceIPAddress": event.Is("192.0.2.1")},
		{"eventName": event.Is(""), "sourceIPAddress": event.Is("AWS Internal"), "errorCode": event.Is("AccessDenied")},
		{"eventName": event.Is("a?*"), "sourceIPAddress": event.Is("x"), "a.b": event.Is(1.0), "c": event.Is(nil), "d": event.Is(true)},
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		filter, err := logfilter.Parse(pattern)
		if err != nil {
			return
		}
		text := filter.String()
		again, err := logfilter.Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, text, again.String())
		covers := filter.Covers(root)
		require.Equal(t, covers, again.Covers(root))
		if !covers {
			return
		}
		for _, fields := range instances {
			one := root.With(fields)
			one.Closed = true
			require.True(t, filter.Covers(one), "%s covers the kind and not one event of it", text)
		}
	})
}
