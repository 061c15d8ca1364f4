package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// A htmlBar is one range of ages.
type htmlBar struct {
	Class, Label                          string
	N                                     int
	X, Y, W, H, Mid, NumberY, LabelY, Top string
}

func hasAges(charts []ageChart) bool {
	for _, c := range charts {
		if c.Known+c.Unknown > 0 {
			return true
		}
	}
	return false
}

// ages draws the ages of keys and passwords.
func (h *htmlWriter) ages(charts []ageChart) {
	type chart struct {
		ID, Title, Text     string
		Bars                []htmlBar
		Width, Height, Base int
	}
	const step, base = 56, 150
	var data []chart
	for _, c := range charts {
		all := c.Known + c.Unknown
		out := chart{ID: c.ID, Title: c.Title, Text: "There are none in the results.", Width: step * (len(c.Bins) + 1), Height: base + 24, Base: base}
		if all > 0 {
			out.Text = counted(all, c.Noun) + "."
			bins := append(c.Bins, ageBin{"unknown", c.Unknown})
			most := 1
			for _, b := range bins {
				most = max(most, b.N)
			}
			for i, b := range bins {
				height := float64(base-24) * float64(b.N) / float64(most)
				if b.N > 0 {
					height = max(height, 2) // one of thousands is still seen
				}
				bar := htmlBar{
					Class: "bar", Label: b.Label, N: b.N,
					X: length(float64(i*step) + 7), W: length(step - 14), Y: length(base - height), H: length(height),
					Mid: length(float64(i*step) + step/2), NumberY: length(base - height - 6), LabelY: length(base + 17),
				}
				if i == len(bins)-1 {
					bar.Class = "unknown"
				}
				out.Bars = append(out.Bars, bar)
			}
		}
		if c.Unknown > 0 {
			out.Text += fmt.Sprintf(" The age of %s is unknown. %s", thousands(c.Unknown), c.Hint)
		}
		data = append(data, out)
	}
	h.execute("ages", data)
}

// A htmlLine is one series of the trend.
type htmlLine struct {
	Class, Name, Points string
	NameY               string
	Dots                []htmlPoint
}

type htmlPoint struct{ X, Y string }

// A htmlLabel is a text in a picture.
type htmlLabel struct{ X, Y, TextY, Anchor, Text, Title string }

// trend draws how the numbers of findings went from run to run.
func (h *htmlWriter) trend(runs []*iamhygiene.Results) {
	const width, height, left, right, top, bottom = 900, 240, 44, 740, 16, 204
	type row struct {
		When  string
		Cells []int
	}
	data := struct {
		Text                       string
		Width, Height, Left, Right int
		LabelX, NameX              int
		Grid, Days                 []htmlLabel
		Lines                      []htmlLine
		Columns                    []string
		Rows                       []row
	}{
		Text: span(runs), Width: width, Height: height, Left: left, Right: right, LabelX: left - 8, NameX: right + 12,
		Columns: []string{"Fail", "Critical", "High", "Medium", "Low", "Info", "Unknown", "Exempted", "Pass"},
	}
	lines := []struct {
		class, name string
		values      []int
	}{{"fail", "all failures", nil}, {"worst", "critical and high", nil}, {"unknown", "unknown", nil}}
	most := 1
	for _, r := range runs {
		c := r.Count()
		cells := []int{c.Fail}
		for _, s := range iamhygiene.Severities() {
			cells = append(cells, c.FailBySeverity[s])
		}
		data.Rows = append(data.Rows, row{minute(r.Time), append(cells, c.Unknown, c.Suppressed, c.Pass)})
		for i, n := range []int{c.Fail, c.FailBySeverity[iamhygiene.SeverityCritical] + c.FailBySeverity[iamhygiene.SeverityHigh], c.Unknown} {
			lines[i].values = append(lines[i].values, n)
			most = max(most, n)
		}
	}
	scale := roundUp(most)
	y := func(n int) float64 { return bottom - float64(bottom-top)*float64(n)/float64(scale) }
	for _, n := range gridOf(scale) {
		data.Grid = append(data.Grid, htmlLabel{Y: length(y(n)), TextY: length(y(n) + 4), Text: thousands(n)})
	}
	x := timeScale(runs, left+12, right-4)
	for i, r := range runs {
		if i == 0 || i == len(runs)-1 {
			anchor := "start"
			if i > 0 {
				anchor = "end"
			}
			data.Days = append(data.Days, htmlLabel{X: length(x(i)), Y: length(height - 12), Anchor: anchor, Text: day(r.Time)})
		}
	}
	var taken []float64
	for _, l := range lines {
		line := htmlLine{Class: l.class}
		var points []string
		for i, n := range l.values {
			p := htmlPoint{length(x(i)), length(y(n))}
			line.Dots = append(line.Dots, p)
			points = append(points, p.X+","+p.Y)
		}
		last := l.values[len(l.values)-1]
		at := apart(y(last)+4, taken, 15)
		taken = append(taken, at)
		line.Points, line.Name, line.NameY = strings.Join(points, " "), l.name+" "+thousands(last), length(at)
		data.Lines = append(data.Lines, line)
	}
	h.execute("trend", data)
}

// span says in a sentence how it began and where it is now.
func span(runs []*iamhygiene.Results) string {
	first, last := runs[0].Count(), runs[len(runs)-1].Count()
	return fmt.Sprintf("%s from %s to %s: open failures went from %s to %s, findings that could not be decided from %s to %s.",
		count(len(runs), "run"), day(runs[0].Time), day(runs[len(runs)-1].Time), thousands(first.Fail), thousands(last.Fail), thousands(first.Unknown), thousands(last.Unknown))
}

// timeScale places runs by their time; evenly where time does not pass.
func timeScale(runs []*iamhygiene.Results, left, right float64) func(i int) float64 {
	first, last := runs[0].Time, runs[0].Time
	for _, r := range runs {
		if r.Time.Before(first) {
			first = r.Time
		}
		if r.Time.After(last) {
			last = r.Time
		}
	}
	span := last.Sub(first)
	return func(i int) float64 {
		if span <= 0 {
			return left + (right-left)*float64(i)/float64(max(1, len(runs)-1))
		}
		return left + (right-left)*float64(runs[i].Time.Sub(first)/time.Second)/max(1, float64(span/time.Second))
	}
}

// apart moves a place down until it is at least a distance away from all that
// are taken.
func apart(y float64, taken []float64, distance float64) float64 {
	for moved := true; moved; {
		moved = false
		for _, t := range taken {
			if y > t-distance && y < t+distance {
				y, moved = t+distance, true
			}
		}
	}
	return y
}

// roundUp is the end of a scale that holds n: 1, 2 or 5 times a power of ten,
// and a multiple of 4 at least where it is small.
func roundUp(n int) int {
	for unit := 1; ; unit *= 10 {
		for _, m := range []int{1, 2, 4, 6, 8} {
			if m*unit >= n {
				return m * unit
			}
		}
	}
}

// gridOf are the numbers at which the scale has a line.
func gridOf(scale int) []int {
	if scale%4 != 0 {
		if scale%2 != 0 {
			return []int{0, scale}
		}
		return []int{0, scale / 2, scale}
	}
	return []int{0, scale / 4, scale / 2, scale / 4 * 3, scale}
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
