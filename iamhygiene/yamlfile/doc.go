// Package yamlfile reads the exemptions and attestations that people write, from
// YAML or JSON. Do not use it where JSON is enough: iamhygiene.ReadExemptions
// and iamhygiene.ReadAttestations read that without a YAML library.
//
//	exemptions:
//	  - id: break-glass
//	    checks: [user-console-mfa, "access-key-*"]
//	    resource: arn:aws:iam::111122223333:user/break-glass
//	    reason: The password is in the safe and its use raises an alarm.
//	    owner: security@example.com
//	    expires: 2025-06-30
//
// JSON is YAML, so one function reads both, comments included. Every scalar
// stands for its text: an account id needs no quotes, and one that begins with a
// zero keeps it. An [Error] says line, column and member.
//
// [ExemptionSchema] and [AttestationSchema] are JSON Schemas of the files, with
// which editors complete and check them while one writes:
//
//	# yaml-language-server: $schema=exemptions-v1.json
package yamlfile
