package model_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func TestRegional(t *testing.T) {
	type store struct{ names []string }
	s := model.Regional[store]{
		New:  func(a *model.Account, region string) *store { return &store{names: []string{a.ID + region}} },
		Copy: func(st *store) *store { return &store{names: append([]string(nil), st.names...)} },
	}
	a := &model.Account{ID: "1", Settings: model.Settings{Lag: 1}}
	in := func(region string, seq uint64) *model.Call { return &model.Call{Account: a, Region: region, Seq: seq} }
	w := s.Write(in("eu-west-1", 1))
	w.names = append(w.names, "x")
	assert.Equal(t, []string{"1eu-west-1"}, s.Read(in("eu-west-1", 2)).names, "the lag hides the write")
	assert.Equal(t, []string{"1eu-west-1", "x"}, s.Read(in("eu-west-1", 3)).names)
	assert.Equal(t, []string{"1us-east-1"}, s.Read(in("us-east-1", 4)).names, "another Region has another store")
	assert.Equal(t, []string{"2eu-west-1"}, s.At(&model.Account{ID: "2"}, "eu-west-1").names, "and so has another account")
}

// finder is a model that finds one thing.
type finder struct{}

func (finder) Register(*model.Registry) {}
func (finder) Prefix() string           { return "things" }
func (finder) Find(a *model.Account, region, kind, name string) (model.Resource, bool) {
	return model.Resource{ARN: a.RegionalARN("things", region, kind+"/"+name)}, name == "known"
}

func TestFind(t *testing.T) {
	c := model.NewCloud(time.Now, time.Now, new(clone.Copier))
	a := &model.Account{ID: "111122223333", Partition: "aws"}
	_, ok := c.Find("things", a, "eu-west-1", "thing", "known")
	assert.False(t, ok, "nobody knows things yet")
	model.Install(c, func(*model.Cloud) finder { return finder{} })
	r, ok := c.Find("things", a, "eu-west-1", "thing", "known")
	assert.True(t, ok)
	assert.Equal(t, "arn:aws:things:eu-west-1:111122223333:thing/known", r.ARN)
	_, ok = c.Find("things", a, "eu-west-1", "thing", "other")
	assert.False(t, ok)
}
