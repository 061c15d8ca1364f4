package escalation

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// GraphVersion is the version of the JSON form that this package writes.
const GraphVersion = 1

// graphJSON is the JSON form of a graph.
type graphJSON struct {
	Version    int         `json:"version"`
	Account    string      `json:"account"`
	Partition  string      `json:"partition"`
	SCPsUnread string      `json:"scps_unread,omitempty"`
	Unread     []string    `json:"unread,omitempty"`
	Principals []Principal `json:"principals"`
}

// MarshalJSON writes the stable JSON form: version, account, partition, why
// service control policies are not known, what could not be read, and the
// principals sorted by ARN. Equal graphs give equal bytes.
func (g *Graph) MarshalJSON() ([]byte, error) {
	principals := g.principals
	if principals == nil {
		principals = []Principal{}
	}
	return json.Marshal(graphJSON{GraphVersion, g.account, g.partition, g.scps, g.unread, principals})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (g *Graph) UnmarshalJSON(text []byte) error {
	var j graphJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return fmt.Errorf("escalation: graph: %w", err)
	}
	if j.Version != GraphVersion {
		return fmt.Errorf("escalation: graph of version %d: this library reads version %d; write it again with Analyze", j.Version, GraphVersion)
	}
	if len(j.Principals) == 0 {
		j.Principals = nil
	}
	slices.SortFunc(j.Principals, func(a, b Principal) int { return strings.Compare(a.ARN, b.ARN) })
	*g = Graph{account: j.Account, partition: j.Partition, scps: j.SCPsUnread, unread: j.Unread, principals: j.Principals}
	return nil
}
