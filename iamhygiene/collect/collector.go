package collect

import (
	"context"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// A Collector fills one dataset, or a few that come from the same calls. It is
// data and one function: this package's own collectors, those of its
// sub-packages and those of callers are of this type and given to [Snapshot] in
// Options.Collectors. [New] makes one.
//
// A Collector is a value that is not changed once made; the same one may
// collect several accounts at once.
type Collector struct {
	// Datasets describes what it fills, at least one.
	Datasets []iamhygiene.DatasetInfo
	// Actions are the IAM actions of its calls: "iam:ListRoles". nil stands for
	// what its datasets Grant.
	Actions []string
	// Needs names datasets that Collect looks at. They are collected before it,
	// whoever asked for them, unless Options.Without leaves them out. Collect
	// runs also if they failed, and decides for itself whether it can do
	// without.
	Needs []string
	// Uses names datasets that Collect looks at if they are collected in the
	// same run. They come before it.
	Uses []string
	// Regional says that Collect asks for [Pass.Regions].
	Regional bool
	// Collect makes the calls: reading ones only, each list to its last page. It
	// returns the options that [iamhygiene.Dataset.With] and
	// [iamhygiene.Dataset.Failed] make. A dataset that they do not speak of
	// fails with the error; if that is nil, with one that blames the collector.
	//
	// A panic is an error of the datasets. When ctx is done, Collect returns at
	// once; what it returns then does not count.
	Collect func(ctx context.Context, p *Pass) ([]iamhygiene.SnapshotOption, error)
}

// New makes the collector of one dataset.
//
// The function returns the whole value, or an error where there is none: a page
// that is missing makes a list an error, not a shorter list. It reports a part
// that is missing, such as the keys of one user, by [Pass.Lost], and returns
// the rest. The time of the dataset is when the function returned.
//
//	collect.New(Badges, func(ctx context.Context, p *collect.Pass) (map[string]Badge, error) {
//		client := badges.NewFromConfig(p.Config)
//		...
//	}, func(c *collect.Collector) { c.Needs = []string{"authorization-details"} })
func New[T any](d iamhygiene.Dataset[T], collect func(context.Context, *Pass) (T, error), opts ...func(*Collector)) Collector {
	c := Collector{
		Datasets: []iamhygiene.DatasetInfo{d.Info()},
		Collect: func(ctx context.Context, p *Pass) ([]iamhygiene.SnapshotOption, error) {
			value, err := collect(ctx, p)
			if err != nil {
				return []iamhygiene.SnapshotOption{d.Failed(append([]*iamhygiene.DataError{p.whole(err)}, p.losses()...)...)}, nil
			}
			return []iamhygiene.SnapshotOption{d.With(value, p.Now(), p.losses()...)}, nil
		},
	}
	for _, opt := range opts {
		opt(&c)
	}
	return c
}

// Regional is an option of [New] for a dataset that is collected Region by
// Region.
func Regional(c *Collector) { c.Regional = true }

// actions returns the IAM actions of the collector's calls.
func (c *Collector) actions() []string {
	if c.Actions != nil {
		return c.Actions
	}
	var all []string
	for _, d := range c.Datasets {
		all = append(all, d.Grant()...)
	}
	return all
}

// Collectors returns the collectors of this package. Callers that want to
// change one take it from here, by the name of its dataset, and give the
// changed one to Options.Collectors.
func Collectors(opts ...func(*Options)) []Collector { return builtin(options(opts)) }
