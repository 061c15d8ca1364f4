package reference

import "fmt"

// compareLanguages answers W1 for one field: yes when every text of the
// request pattern is a text of the member, no when they share none, maybe when
// only a part is covered.
func compareLanguages(member, request []symbol) truth {
	letters := alphabet(member, request)
	overlap, uncovered := false, false
	type pair struct{ m, r string }
	start := [2][]int{closure(member, []int{0}), closure(request, []int{0})}
	queue := [][2][]int{start}
	seen := map[pair]bool{{fmt.Sprint(start[0]), fmt.Sprint(start[1])}: true}
	for len(queue) > 0 {
		state := queue[0]
		queue = queue[1:]
		if accepts(request, state[1]) {
			if accepts(member, state[0]) {
				overlap = true
			} else {
				uncovered = true
			}
		}
		for _, letter := range letters {
			next := [2][]int{step(member, state[0], letter), step(request, state[1], letter)}
			key := pair{fmt.Sprint(next[0]), fmt.Sprint(next[1])}
			if len(next[1]) == 0 || seen[key] { // no text of the request is left
				continue
			}
			seen[key] = true
			queue = append(queue, next)
		}
	}
	switch {
	case !overlap:
		return no
	case uncovered:
		return maybe
	}
	return yes
}

// other stands for all code points that neither pattern mentions.
const other = rune(-1)

func alphabet(patterns ...[]symbol) []rune {
	letters := []rune{other}
	seen := map[rune]bool{}
	for _, p := range patterns {
		for _, s := range p {
			if !s.wild && !seen[s.r] {
				seen[s.r] = true
				letters = append(letters, s.r)
			}
		}
	}
	return letters
}

// closure adds the positions reached by letting a '*' stand for nothing.
func closure(p []symbol, positions []int) []int {
	in := make([]bool, len(p)+1)
	for _, i := range positions {
		in[i] = true
	}
	var out []int
	for i := range in {
		if in[i] {
			out = append(out, i)
			if i < len(p) && p[i].wild && p[i].r == '*' {
				in[i+1] = true
			}
		}
	}
	return out
}

func step(p []symbol, positions []int, letter rune) []int {
	var next []int
	for _, i := range positions {
		switch {
		case i == len(p):
		case p[i].wild && p[i].r == '*':
			next = append(next, i)
		case p[i].wild || p[i].r == letter:
			next = append(next, i+1)
		}
	}
	return closure(p, next)
}

func accepts(p []symbol, positions []int) bool {
	for _, i := range positions {
		if i == len(p) {
			return true
		}
	}
	return false
}
