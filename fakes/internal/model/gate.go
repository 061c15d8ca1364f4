package model

import "errors"

// ErrUnknownKey is the refusal of credentials that are not known where they are
// used. The caller gets it in the words and with the code of the service that was
// called: InvalidClientTokenId, UnrecognizedClientException and so on.
var ErrUnknownKey = errors.New("fakes: the access key is not known here")

// A Gate decides whether an account may call a service at all, before any policy
// is looked at: also for the administrator, who has no policies. It returns nil,
// [ErrUnknownKey] or the error that the caller gets.
//
// Gates run under the lock of the Cloud, for every call that is signed, so they
// should be quick. The call has no input yet.
type Gate func(*Call) error

// Admit asks the gates about a call. It runs under the lock.
func (c *Cloud) Admit(call *Call) error {
	if call.Account.Suspended {
		return ErrUnknownKey
	}
	for _, gate := range c.Gates {
		if err := gate(call); err != nil {
			return err
		}
	}
	return nil
}
