package report

import (
	"net/url"
	"regexp"
	"strings"
)

// markdownEscapes are the characters and words that mean something in GitHub
// Flavored Markdown wherever they stand in a line. An empty comment breaks
// what no backslash does: mentions, which would notify people, and web
// addresses, which would become links.
var markdownEscapes = strings.NewReplacer(
	"\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]",
	"\"", "&quot;", "<", "&lt;", ">", "&gt;", "&", "&amp;", "|", "\\|", "~", "\\~", "#", "\\#", "$", "\\$", "!", "\\!",
	"@", "@<!-- -->", "://", ":<!-- -->//", "www.", "www<!-- -->.",
)

// escapeMarkdown makes text of the data plain text on one line of Markdown,
// also inside the cell of a table. It is not enough at the beginning of a
// block, where a digit or a hyphen would begin a list: put a word before.
func escapeMarkdown(s string) string {
	return markdownEscapes.Replace(printable(strings.Join(strings.Fields(s), " ")))
}

var backticks = regexp.MustCompile("`+")

// codeBlock is a fenced block of shell, empty where there is no text.
func codeBlock(text string) string { return fence("sh", text) }

// fence is a fenced block. The fence is longer than any run of backticks
// inside.
func fence(language, text string) string {
	if text == "" {
		return ""
	}
	mark := "```"
	for _, run := range backticks.FindAllString(text, -1) {
		if len(run) >= len(mark) {
			mark = run + "`"
		}
	}
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i := range lines {
		lines[i] = printable(lines[i])
	}
	return mark + language + "\n" + strings.Join(lines, "\n") + "\n" + mark
}

// paragraph is text of a check as a block of its own. A character that would
// begin a list there is escaped.
func paragraph(s string) string {
	text := escapeMarkdown(s)
	if i := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' }); i >= 0 && strings.ContainsRune("-+=.)", rune(text[i])) {
		return text[:i] + "\\" + text[i:]
	}
	return text
}

// link is a link to a page, empty where the address is none of the web.
func link(text, address string) string {
	if address = webAddress(address); address == "" {
		return ""
	}
	return "[" + text + "](<" + address + ">)"
}

// webAddress returns an address of the web, or nothing: consumers refuse a
// whole file for one that is not valid, and no report should lead elsewhere.
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.ContainsAny(s, "<>\\\"`{}|^ ") || s != printable(s) {
		return ""
	}
	return s
}
