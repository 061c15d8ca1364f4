package report

import (
	"regexp"
	"strings"
)

// markdownEscapes are the characters and words that mean something in GitHub
// Flavored Markdown wherever they stand in a line. An empty comment breaks
// what no backslash does: mentions, which would notify people, and web
// addresses, which would become links.
var markdownEscapes = strings.NewReplacer(
	"\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]",
	"<", "&lt;", ">", "&gt;", "&", "&amp;", "|", "\\|", "~", "\\~", "#", "\\#", "$", "\\$", "!", "\\!",
	"@", "@<!-- -->", "://", ":<!-- -->//", "www.", "www<!-- -->.",
)

// escapeMarkdown makes text of the data plain text on one line of Markdown,
// also inside the cell of a table. It is not enough at the beginning of a
// block, where a digit or a hyphen would begin a list: put a word before.
func escapeMarkdown(s string) string {
	return markdownEscapes.Replace(printable(strings.Join(strings.Fields(s), " ")))
}

var backticks = regexp.MustCompile("`+")

// codeBlock is a fenced block, empty where there is no text. The fence is
// longer than any run of backticks inside.
func codeBlock(text string) string {
	if text == "" {
		return ""
	}
	fence := "```"
	for _, run := range backticks.FindAllString(text, -1) {
		if len(run) >= len(fence) {
			fence = run + "`"
		}
	}
	return fence + "sh\n" + strings.TrimRight(text, "\n") + "\n" + fence
}
