package checktest

import (
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

// rewrite returns the text of the fixture without the stale want lines and with
// a line for each unexpected finding, and for each finding that comes near a
// stale line. All other lines stay as they are, comments too.
func (f *fixture) rewrite(d *diff) []byte {
	stale := make(map[int]bool)
	for _, w := range d.stale {
		stale[w.line] = true
	}
	var lines []string
	archive := *f.archive
	archive.Files = slices.Clone(archive.Files)
	if f.hasWant {
		if old := strings.TrimSuffix(string(archive.Files[f.wantIndex].Data), "\n"); old != "" {
			for i, line := range strings.Split(old, "\n") {
				if !stale[f.wantLine+i] {
					lines = append(lines, line)
				}
			}
		}
	} else {
		f.wantIndex = len(archive.Files)
		archive.Files = append(archive.Files, txtar.File{Name: fileWant})
	}
	seen := make(map[string]bool)
	add := func(line string) {
		if !seen[line] {
			lines = append(lines, line)
		}
		seen[line] = true
	}
	for _, w := range d.stale {
		for _, x := range d.near[w] {
			add(d.format(x))
		}
	}
	for _, x := range d.unexpected {
		add(d.format(x))
	}
	text := strings.Join(lines, "\n")
	if text != "" {
		text += "\n"
	}
	archive.Files[f.wantIndex].Data = []byte(text)
	return txtar.Format(&archive)
}
