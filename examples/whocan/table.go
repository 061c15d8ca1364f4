package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// ownerOf returns the account of a resource whose ARN has none: that of the
// principal. Otherwise the ARN says it.
func ownerOf(arn, account string) string {
	if fields := strings.SplitN(arn, ":", 6); len(fields) == 6 && fields[4] != "" {
		return ""
	}
	return account
}

// lines collects lines in columns and the first error of the writer.
func lines(w io.Writer, write func(*tabwriter.Writer)) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	write(t)
	return t.Flush()
}

func (o whoOutput) table(w io.Writer) error {
	return lines(w, func(t *tabwriter.Writer) {
		for _, a := range o.Answers {
			fmt.Fprintf(t, "%s\t%s %s\t", a.Outcome, strings.ReplaceAll(a.Principal.Type, "-", " "), a.Principal.Name)
			if a.If != nil {
				fmt.Fprintf(t, "if %s", a.If)
			}
			fmt.Fprintln(t)
		}
		fmt.Fprintf(t, "%d can %s on %s, always or perhaps; %d cannot\n", len(o.Answers), o.Action, o.Resource, o.Refused)
	})
}

func (o grantsOutput) table(w io.Writer) error {
	for _, g := range o.Grants {
		if _, err := fmt.Fprintf(w, "%s on %s\n", g.Outcome, g.Resource); err != nil {
			return err
		}
		if g.If != nil {
			fmt.Fprintf(w, "  if %s\n", g.If)
		}
		if err := words(w, catalog.Shorten(g.Actions)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%s: %d actions allowed, %d undetermined, %d refused\n", o.Principal, o.Allowed, o.Undetermined, o.Refused)
	return err
}

// words writes a list in lines of at most 100 columns.
func words(w io.Writer, list []string) error {
	line := " "
	for _, word := range list {
		if len(line)+1+len(word) > 100 && line != " " {
			if _, err := fmt.Fprintln(w, line); err != nil {
				return err
			}
			line = " "
		}
		line += " " + word
	}
	_, err := fmt.Fprintln(w, line)
	return err
}

func (o reviewOutput) table(w io.Writer) error {
	return lines(w, func(t *tabwriter.Writer) {
		fmt.Fprint(t, "service")
		for _, l := range catalog.AccessLevels() {
			fmt.Fprintf(t, "\t%s", l)
		}
		fmt.Fprintln(t)
		for _, s := range o.Services {
			fmt.Fprint(t, s.Service)
			for _, l := range s.Levels {
				fmt.Fprintf(t, "\t%s", l)
			}
			fmt.Fprintln(t)
		}
	})
}

// String writes "3/7", and "3+2?/7" where two more are undetermined.
func (l reviewLevel) String() string {
	switch {
	case l.Total == 0:
		return "-"
	case l.Undetermined > 0:
		return fmt.Sprintf("%d+%d?/%d", l.Allowed, l.Undetermined, l.Total)
	}
	return fmt.Sprintf("%d/%d", l.Allowed, l.Total)
}

func (o diffOutput) table(w io.Writer) error {
	for _, part := range []struct {
		title string
		list  []string
	}{
		{"only " + o.First, o.OnlyFirst},
		{"only " + o.Second, o.OnlySecond},
		{"always " + o.First + ", sometimes " + o.Second, o.MoreFirst},
		{"always " + o.Second + ", sometimes " + o.First, o.MoreSecond},
		{"both sometimes, on other resources or under other conditions", o.Differing},
	} {
		if len(part.list) == 0 {
			continue
		}
		if _, err := fmt.Fprintln(w, part.title); err != nil {
			return err
		}
		if err := words(w, part.list); err != nil {
			return err
		}
	}
	return nil
}
