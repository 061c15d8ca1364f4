package analyzermodel

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"
)

// locate returns where something is: as a path, from its JSON pointer, and as a
// span of the text. Lines count from 1, columns and offsets from 0.
func (v *validation) locate(pointer string, offset int) types.Location {
	l := types.Location{Path: []types.PathElement{}}
	if pointer != "" {
		unescape := strings.NewReplacer("~1", "/", "~0", "~")
		for token := range strings.SplitSeq(pointer[1:], "/") {
			// Digits are indices: no name in a policy consists of digits alone.
			if i, err := strconv.ParseInt(token, 10, 32); err == nil {
				l.Path = append(l.Path, &types.PathElementMemberIndex{Value: int32(i)})
				continue
			}
			l.Path = append(l.Path, &types.PathElementMemberKey{Value: unescape.Replace(token)})
		}
	}
	offset = min(max(offset, 0), len(v.document))
	end := offset
	decoder := json.NewDecoder(strings.NewReader(v.document[offset:]))
	var value json.RawMessage
	if decoder.Decode(&value) == nil {
		end += int(decoder.InputOffset())
	}
	l.Span = &types.Span{Start: v.position(offset), End: v.position(end)}
	return l
}

func (v *validation) position(offset int) *types.Position {
	before := v.document[:offset]
	line := strings.Count(before, "\n")
	column := len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
	return &types.Position{
		Line: aws.Int32(int32(line + 1)), Column: aws.Int32(int32(column)), Offset: aws.Int32(int32(len([]rune(before)))),
	}
}
