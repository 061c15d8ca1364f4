package collect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// A plan says which collectors run, and what they wait for.
type plan struct {
	collectors []Collector
	// before are the indexes of the collectors whose data each one looks at.
	before [][]int
	// rank says whose value of a dataset counts where two have one: the highest.
	rank []int
}

// names returns the names of the datasets that the collector fills.
func (c *Collector) names() []string {
	names := make([]string, len(c.Datasets))
	for i, d := range c.Datasets {
		names[i] = d.Name
	}
	return names
}

// makePlan chooses the collectors that the options ask for, in the order of
// dependence. A chosen one comes with those that it needs.
func makePlan(o *Options) (*plan, error) {
	all := slices.Concat(builtin(o), o.Collectors)
	owner := make(map[string]int) // of a dataset; the last one that names it
	for i := range all {
		c := &all[i]
		if len(c.Datasets) == 0 || c.Collect == nil {
			return nil, &OptionError{Option: "Collectors", Value: strings.Join(c.names(), " "), Problem: "a collector has no Datasets or no Collect function", Hint: "make it with collect.New"}
		}
		for _, name := range c.names() {
			if name == "" {
				return nil, &OptionError{Option: "Collectors", Problem: "a dataset of a collector has no name", Hint: "give NewDataset a DatasetInfo with a Name"}
			}
			owner[name] = i
		}
	}
	without, err := o.without(owner)
	if err != nil {
		return nil, err
	}
	wanted, err := o.wanted(owner, without)
	if err != nil {
		return nil, err
	}

	p := &plan{}
	const visiting = -1
	at := make(map[int]int) // index in the plan, by index in all
	var visit func(i int, path []string) error
	visit = func(i int, path []string) error {
		path = append(path[:len(path):len(path)], all[i].Datasets[0].Name)
		switch n, seen := at[i]; {
		case seen && n == visiting:
			return &OptionError{Option: "Collectors", Value: path[0], Problem: "collectors need each other in a circle: " + strings.Join(path, ", "), Hint: "take a name out of Needs or Uses"}
		case seen:
			return nil
		}
		at[i] = visiting
		var before []int
		for _, name := range all[i].Needs {
			if j, ok := owner[name]; ok && j != i && !without[name] {
				before = append(before, j)
			}
		}
		for _, name := range all[i].Uses {
			if j, ok := owner[name]; ok && j != i && wanted[j] {
				before = append(before, j)
			}
		}
		for _, j := range before {
			if err := visit(j, path); err != nil {
				return err
			}
		}
		for k, j := range before {
			before[k] = at[j]
		}
		at[i] = len(p.collectors)
		p.collectors = append(p.collectors, all[i])
		p.before = append(p.before, before)
		p.rank = append(p.rank, i)
		return nil
	}
	// What is needed counts as wanted, for those that use it if it is there.
	closure(all, owner, without, wanted)
	for i := range all {
		if wanted[i] {
			if err := visit(i, nil); err != nil {
				return nil, err
			}
		}
	}
	return p, nil
}

// closure adds what is needed to what is wanted.
func closure(all []Collector, owner map[string]int, without map[string]bool, wanted map[int]bool) {
	for changed := true; changed; {
		changed = false
		for i := range all {
			if !wanted[i] {
				continue
			}
			for _, name := range all[i].Needs {
				if j, ok := owner[name]; ok && !without[name] && !wanted[j] {
					wanted[j], changed = true, true
				}
			}
		}
	}
}

// without returns the names to leave out.
func (o *Options) without(owner map[string]int) (map[string]bool, error) {
	out := make(map[string]bool)
	for _, name := range o.Without {
		_, ok := owner[name]
		if !ok && !standard(name) {
			return nil, &OptionError{Option: "Without", Value: name, Problem: fmt.Sprintf("there is no dataset %q", name), Hint: "known are " + strings.Join(known(owner), ", ")}
		}
		out[name] = true
	}
	return out, nil
}

// wanted returns the collectors of what is asked for.
func (o *Options) wanted(owner map[string]int, without map[string]bool) (map[int]bool, error) {
	wanted := make(map[int]bool)
	add := func(names ...string) {
		for _, name := range names {
			if i, ok := owner[name]; ok && !without[name] {
				wanted[i] = true
			}
		}
	}
	for _, name := range o.Datasets {
		if name == iamhygiene.LastAccessed.Name() && o.LastAccessed.MaxJobs == 0 && !without[name] {
			if _, ok := owner[name]; !ok {
				return nil, &OptionError{Option: "Datasets", Value: name, Problem: "last-accessed takes a job for each user and role", Hint: "set LastAccessed.MaxJobs"}
			}
		}
		if _, ok := owner[name]; !ok {
			return nil, &OptionError{Option: "Datasets", Value: name, Problem: fmt.Sprintf("no collector fills %q", name), Hint: "give one in Collectors; there are those for " + strings.Join(known(owner), ", ")}
		}
		add(name)
	}
	for _, c := range o.Checks {
		if c == nil {
			return nil, &OptionError{Option: "Checks", Problem: "a check is nil", Hint: "take it out"}
		}
		info := c.Info()
		add(info.Needs...)
		add(info.Uses...)
	}
	if len(o.Datasets) == 0 && len(o.Checks) == 0 {
		add(known(owner)...)
	}
	return wanted, nil
}

// known returns the names of the datasets that have a collector, sorted.
func known(owner map[string]int) []string {
	names := make([]string, 0, len(owner))
	for name := range owner {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func standard(name string) bool {
	return slices.ContainsFunc(iamhygiene.StandardDatasets(), func(d iamhygiene.DatasetInfo) bool { return d.Name == name })
}
