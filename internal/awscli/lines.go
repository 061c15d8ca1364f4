package awscli

import (
	"bytes"
	"io"
)

// lines passes bytes on and remembers where lines begin, from the byte that
// release was last called with. A decoder reads ahead, so the place of an error
// lies behind what was read; what was released is never asked for again, which
// keeps the memory small for a file of any size.
type lines struct {
	r      io.Reader
	offset int64   // bytes passed on
	line   int     // the line of the first byte not released
	start  int64   // the offset at which that line begins
	breaks []int64 // offsets after the line breaks that are not released
	err    error   // the reader's own error
}

func newLines(r io.Reader) *lines { return &lines{r: r, line: 1} }

func (l *lines) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i, from := 0, 0; ; from += i + 1 {
		if i = bytes.IndexByte(p[from:n], '\n'); i < 0 {
			break
		}
		l.breaks = append(l.breaks, l.offset+int64(from+i)+1)
	}
	l.offset += int64(n)
	if err != nil && err != io.EOF {
		l.err = err
	}
	return n, err
}

// release forgets the line breaks before the offset.
func (l *lines) release(offset int64) {
	n := 0
	for n < len(l.breaks) && l.breaks[n] <= offset {
		n++
	}
	if n == 0 {
		return
	}
	l.line += n
	l.start = l.breaks[n-1]
	l.breaks = l.breaks[:copy(l.breaks, l.breaks[n:])]
}

// at returns line and column of an offset that is not released.
func (l *lines) at(offset int64) (line, column int) {
	line, start := l.line, l.start
	for _, b := range l.breaks {
		if b > offset {
			break
		}
		line++
		start = b
	}
	return line, int(offset-start) + 1
}
