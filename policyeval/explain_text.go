package policyeval

import (
	"fmt"
	"strings"
)

// firstStatement names the first statement that applies, in one of the layers.
func (e *Explanation) firstStatement(effect Effect, in Layers) string {
	for i := range e.Layers {
		l := &e.Layers[i]
		if !l.Consulted || !in.Has(l.Layer) {
			continue
		}
		for _, p := range l.Policies {
			for j := range p.Statements {
				if s := &p.Statements[j]; s.Effect == effect && s.Applies == True {
					return l.name(p.Index) + ", " + s.name()
				}
			}
		}
	}
	return ""
}

func (l *LayerTrace) name(policy int) string {
	switch l.Layer {
	case LayerSCP, LayerRCP:
		return fmt.Sprintf("%s level %d, policy %d", l.Layer, l.Level, policy)
	case LayerEndpoint:
		return fmt.Sprintf("%s policy %d", l.Layer, l.Level)
	case LayerResource, LayerBoundary:
		return l.Layer.String() + " policy"
	}
	return fmt.Sprintf("%s policy %d", l.Layer, policy)
}

func (s *StatementTrace) name() string {
	if s.Sid != "" {
		return fmt.Sprintf("statement %d (%s)", s.Index, s.Sid)
	}
	return fmt.Sprintf("statement %d", s.Index)
}

// String writes the explanation for people: the request, the outcome and the
// reason, then one line for each statement.
func (e Explanation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", e.Outcome, e.Reason)
	fmt.Fprintf(&b, "  principal %s\n  action    %s\n  resource  %s\n", e.Principal, e.Action, e.Resource)
	for i := range e.Layers {
		e.Layers[i].write(&b)
	}
	if e.AllowedIf != nil {
		fmt.Fprintf(&b, "allowed if %s\n", e.AllowedIf)
	}
	if e.DeniedIf != nil && e.DeniedIf.Kind != ExprFalse {
		fmt.Fprintf(&b, "denied by a statement if %s\n", e.DeniedIf)
	}
	for _, w := range e.Warnings {
		fmt.Fprintf(&b, "warning: %s\n", w)
	}
	return b.String()
}

func (l *LayerTrace) write(b *strings.Builder) {
	for _, p := range l.Policies {
		b.WriteString(l.name(p.Index))
		if p.ID != "" {
			fmt.Fprintf(b, " %s", quote(p.ID))
		}
		b.WriteByte('\n')
		if !l.Consulted {
			fmt.Fprintf(b, "  not consulted: %s\n", l.Note)
			continue
		}
		for i := range p.Statements {
			p.Statements[i].write(b)
		}
	}
	if len(l.Policies) == 0 {
		fmt.Fprintf(b, "%s level %d has no policies\n", l.Layer, l.Level)
	}
}

func (s *StatementTrace) write(b *strings.Builder) {
	fmt.Fprintf(b, "  %s, %s at byte %d: ", s.name(), s.Effect, s.Offset)
	switch s.Applies {
	case True:
		b.WriteString("applies")
		if s.Grade != GradeNone {
			fmt.Fprintf(b, " (names the caller: %s)", s.Grade)
		}
		b.WriteByte('\n')
		return
	case Unknown:
		b.WriteString("may apply; ")
	default:
		b.WriteString("does not apply; ")
	}
	if s.Element != ElementNone {
		fmt.Fprintf(b, "%s: ", s.Element)
	}
	b.WriteString(s.Detail)
	b.WriteByte('\n')
}
