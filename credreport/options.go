package credreport

// Options change how a report is read. The zero Options are lenient.
type Options struct {
	// Strict stops the reading at the first row that has an error. The row is
	// still given, with its errors.
	Strict bool
}

// Strict is an option that sets [Options].Strict:
//
//	report, err := credreport.Parse(r, credreport.Strict)
func Strict(o *Options) { o.Strict = true }

func newOptions(opts []func(*Options)) Options {
	var o Options
	for _, opt := range opts {
		if opt != nil {
			opt(&o)
		}
	}
	return o
}
