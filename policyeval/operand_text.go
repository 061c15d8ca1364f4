package policyeval

import (
	"encoding/base64"
	"strings"
)

// parseBool reads the operand of Bool and Null (rule O6).
func parseBool(s string) (value, ok bool) {
	switch {
	case equalASCII(s, "true"):
		return true, true
	case equalASCII(s, "false"):
		return false, true
	}
	return false, false
}

// appendBinary decodes padded standard base64 (rule O10) and appends the bytes
// to buf. The standard decoder skips line ends; here they are malformed.
func appendBinary(buf []byte, s string) ([]byte, bool) {
	if strings.ContainsAny(s, "\r\n") {
		return buf, false
	}
	n := len(buf)
	buf = append(buf, s...)
	end := len(buf)
	buf, err := base64.StdEncoding.AppendDecode(buf, buf[n:end])
	if err != nil {
		return buf[:n], false
	}
	return append(buf[:n], buf[end:]...), true
}
