package escalation

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/access"
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// engine is the account while it is analysed.
type engine struct {
	snapshot  *iamhygiene.Snapshot
	options   Options
	id        string // of the account
	partition string
	account   *access.Account
	unread    []error

	scpsUnread string // why, or ""
	scps, rcps [][]*policyeval.Policy

	methods []Method
	subsets [][]int // by method: those that need a proper part of its actions
	places  map[string]int

	watched []catalog.Action
	place   map[catalog.Action]int
	spaces  []space
	// credSpaces are those of the services with credentials of their own.
	credSpaces []space
	sensitive  bits
	creds      bits // the actions of services with credentials of their own
	full       yardsticks

	allowAll, accountTrust *policyeval.Policy
	newcomer               *person // a role that does not exist yet

	people      []*person
	byARN       map[string]*person
	groups      []*iamhygiene.Group
	groupByName map[string]*iamhygiene.Group
	policies    map[string]*iamhygiene.Policy
	policyARNs  []string                                // of managed policies, sorted
	managed     map[string]*iamhygiene.PolicyDocument   // by ARN
	inline      map[string][]*iamhygiene.PolicyDocument // by the ARN of the holder
	services    map[string]bool                         // those that methods pass roles to
	passedTo    map[string]policyeval.Context           // by service, shared and only read
	accepting   map[string][]*person                    // roles by service
	compute     compute

	mu        sync.Mutex
	profiles  map[string]*profile
	fresh     map[catalog.ResourceType][]string
	mentionMu sync.Mutex // guards what is parsed or looked over once
	mentioned map[*policyeval.Policy]mention
	versions  map[string]*policyeval.Policy
	trusts    map[string]*policyeval.Policy
}

// newEngine prepares everything that does not take long.
func newEngine(s *iamhygiene.Snapshot, o Options) (*engine, error) {
	e := &engine{
		snapshot: s, options: o, id: s.AccountID(), partition: s.Partition(), methods: Methods(),
		place: map[catalog.Action]int{}, places: map[string]int{}, byARN: map[string]*person{},
		groupByName: map[string]*iamhygiene.Group{}, policies: map[string]*iamhygiene.Policy{},
		services: map[string]bool{}, passedTo: map[string]policyeval.Context{}, accepting: map[string][]*person{},
		profiles: map[string]*profile{}, fresh: map[catalog.ResourceType][]string{}, mentioned: map[*policyeval.Policy]mention{},
		managed: map[string]*iamhygiene.PolicyDocument{}, inline: map[string][]*iamhygiene.PolicyDocument{},
		full: yardsticks{of: map[string]*yardstick{}}, versions: map[string]*policyeval.Policy{}, trusts: map[string]*policyeval.Policy{},
	}
	var err error
	if e.allowAll, err = policyeval.Parse([]byte(`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}`)); err != nil {
		return nil, err
	}
	if e.accountTrust, err = namedBy("arn:"+e.partition+":iam::"+e.id+":root", "sts:*", "kms:*"); err != nil {
		return nil, fmt.Errorf("escalation: the account id %q of the snapshot is not one: %w", e.id, err)
	}
	if err := e.watch(); err != nil {
		return nil, err
	}
	e.readControlPolicies()
	e.options.Context = e.known(o.Context)
	e.account = access.New(s, func(x *access.Options) { x.SCPs, x.RCPs, x.Context = e.scps, e.rcps, e.options.Context })
	for p, err := range s.Policies() {
		if err == nil {
			e.policies[p.Detail().ARN] = p
			e.policyARNs = append(e.policyARNs, p.Detail().ARN)
		}
	}
	for d, err := range s.Documents() {
		switch {
		case err != nil: // whoever needs it finds that it is missing
		case d.Kind() == iamhygiene.ManagedDocument:
			e.managed[d.Resource().ARN] = d
		case d.Kind() == iamhygiene.InlineDocument:
			e.inline[d.Resource().ARN] = append(e.inline[d.Resource().ARN], d)
		}
	}
	e.collect()
	e.readCompute()
	for _, x := range e.people {
		if x.role == nil {
			continue
		}
		e.readTrust(x)
		if x.trust.admitsPeople() {
			x.mfa = maybe
		}
		for s, v := range x.trust.services {
			if v.level != no && !x.serviceLinked() {
				e.accepting[s] = append(e.accepting[s], x)
			}
		}
	}
	e.newcomer = e.anybody()
	for _, level := range slices.Concat(e.scps, e.rcps) {
		for _, d := range level {
			e.full.each = e.full.each || e.mentions(d).personal
		}
	}
	return e, nil
}

// known adds to the context what the data say of all principals of the account:
// which organization they are of.
func (e *engine) known(given policyeval.Context) policyeval.Context {
	const organization = "aws:PrincipalOrgID"
	org, err := iamhygiene.OrganizationDetails.Get(e.snapshot)
	if err != nil || org == nil || org.Member && org.ID == "" {
		return given
	}
	for key := range given {
		if strings.EqualFold(key, organization) {
			return given
		}
	}
	context := policyeval.Context{organization: {}}
	if org.Member {
		context[organization] = []string{org.ID}
	}
	maps.Copy(context, given)
	return context
}

// watch lists the actions that matter: the sensitive ones, and those that the
// methods require.
func (e *engine) watch() error {
	patterns := e.options.Sensitive
	if patterns == nil {
		patterns = SensitiveActions()
	}
	sensitive, err := catalog.Expand(patterns...)
	if err != nil {
		return fmt.Errorf("escalation: Options.Sensitive: %w", err)
	}
	creds, err := catalog.Expand(credentialServices[:]...)
	if err != nil {
		return err
	}
	grants, err := catalog.Expand(grantActions[:]...)
	if err != nil {
		return err
	}
	watched := sensitive.Union(creds).Union(grants)
	for i, m := range e.methods {
		e.places[m.ID] = i
		for _, list := range m.Actions {
			for _, name := range list {
				if a, ok := catalog.Lookup(name); ok {
					watched = watched.Union(catalog.NewActionSet(a))
				}
			}
		}
		for _, s := range append(m.PassTo, m.Service) {
			if s != "" {
				e.services[s] = true
				e.passedTo[s] = policyeval.Context{"iam:PassedToService": {s}}
			}
		}
	}
	for a := range watched.All() {
		e.place[a] = len(e.watched)
		e.watched = append(e.watched, a)
	}
	e.sensitive, e.creds = e.none(), e.none()
	others := e.none()
	for i, a := range e.watched {
		if sensitive.Contains(a) {
			e.sensitive.set(i)
		}
		if creds.Contains(a) {
			e.creds.set(i)
		} else {
			others.set(i)
		}
		if sensitive.Contains(a) {
			others.set(i) // whatever service it is of
		}
	}
	e.spaces, e.credSpaces = e.divide(others), e.divide(e.creds)
	e.subsets = subsets(e.methods)
	return nil
}

// none returns an empty set of watched actions.
func (e *engine) none() bits { return make(bits, (len(e.watched)+63)/64) }

// anybody is a user of the account who is in no data.
func (e *engine) anybody() *person {
	arn := "arn:" + e.partition + ":iam::" + e.id + ":user/" + fresh
	now := e.snapshot.Now()
	s := iamhygiene.NewSnapshot(e.id, e.partition, now, iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
		Users: []iamhygiene.UserDetail{{ARN: arn, Name: fresh}}, Groups: []iamhygiene.GroupDetail{}, Roles: []iamhygiene.RoleDetail{}, Policies: []iamhygiene.PolicyDetail{},
	}, now))
	for p, err := range access.New(s, func(x *access.Options) { x.SCPs, x.RCPs, x.Context = e.scps, e.rcps, e.options.Context }).Principals() {
		if err == nil && p.Resource().ARN == arn {
			return &person{arn: arn, access: p, resource: p.Resource(), held: &iamhygiene.Permissions{}}
		}
	}
	return nil
}

// measureAll makes the profile of every principal.
func (e *engine) measureAll(ctx context.Context) error {
	return parallel(ctx, len(e.people), func(i int) error {
		x := e.people[i]
		x.profile = e.profileOf(x, x.access.Policies())
		if x.profile.err != nil {
			return fmt.Errorf("escalation: %s: %w", x.arn, x.profile.err)
		}
		return nil
	})
}

// readControlPolicies reads the control policies of the organization, or says why
// they are not known.
func (e *engine) readControlPolicies() {
	var err error
	if e.scps, e.rcps, err = access.ControlPolicies(e.snapshot); err != nil {
		e.scpsUnread = strings.TrimPrefix(err.Error(), "cannot decide: ")
	}
}
