package load

import "strings"

// see compares the account and partition of a file with what is known, and
// takes them where nothing is.
func (l *loader) see(file, partition, account string) error {
	switch {
	case l.account == "":
		l.account, l.accountFile = account, file
	case l.account != account:
		return &AccountError{File: file, Account: account, OtherFile: l.accountFile, OtherAccount: l.account}
	}
	if partition == "" {
		return nil
	}
	if l.fromFile && l.partition != partition {
		return &AccountError{
			File: file, Account: account + " in partition " + partition,
			OtherFile: l.accountFile, OtherAccount: l.account + " in partition " + l.partition,
		}
	}
	if !l.fromFile {
		l.partition, l.fromFile, l.accountFile = partition, true, file
	}
	return nil
}

// seeARN is see for an ARN; one of an AWS managed policy says nothing.
func (l *loader) seeARN(file, arn string) error {
	f := strings.SplitN(arn, ":", 6)
	if len(f) < 6 || f[4] == "aws" {
		return nil
	}
	return l.see(file, f[1], f[4])
}
