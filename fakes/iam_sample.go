package fakes

// What builders use where the author of a test does not care. The private keys
// were thrown away.
const (
	sampleCertificate = `-----BEGIN CERTIFICATE-----
MIIBkDCCATWgAwIBAgIUFaoyYu0Uj+VG4vGXSM8IztEdk4IwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRZmFrZXMuZXhhbXBsZS5jb20wIBcNMjYxMTIyMDUwNTE5WhgP
MjEyNjEwMjkwNTA1MTlaMBwxGjAYBgNVBAMMEWZha2VzLmV4YW1wbGUuY29tMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQzXf+hu28y5O9w/6gTP3902mhKoWkFR6
toIbnTgMi7AdjW126x1C5YyqhlsrwMny19JxKPwqxsfa7oOvz5VLYaNTMFEwHQYD
VR0OBBYEFHlKSoiJiSrF72OI7z3629yis8zjMB8GA1UdIwQYMBaAFHlKSoiJiSrF
72OI7z3629yis8zjMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIh
ALE7C9pl1FgM1ivDQUCiRPgEvDla3dUCGjjdTQ6/vOj0AiEA2j+SRZ4diSsTmYG0
iMqlmGSQ6jBiaWu7Sxxv2zGj3N8=
-----END CERTIFICATE-----
`

	sampleSSHKey = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDx5Jzc6hoC0SaYs4P/Z456ln3vaAGQxUkhHPrW1U7DZaXBgZzSJFQVpE2b0SnIF4TRbjDOg2OWnCeUbI5whqJfA0hT65OKM6Sj0zqfHorqdTRQj6cSN5m1wJWQaV2eSudLSXAoYk5d73dLMbkoP0xZxI8e9zINmh4eXNNu/NazHbLrScR4Kkca3d3SNY/WK+srCSbkfif2h+FiiO3DVu0uJnwfpFw5kFv0BwJ9x7/qCdlFWn0D+Mp73JCW+qby7Gu4JqD2jLMizd3c8k4/JKhXdJ9nC8rzwuhXc0QyJosYmHmC/oI03EZESBT8qdbE+jO5Mk0KD7nGFgPWfiDSAVaD alice@example.com"

	sampleMetadata = `<?xml version="1.0" encoding="UTF-8"?>
<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://NAME.example.com/saml" validUntil="UNTIL">
  <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://NAME.example.com/sso"/>
  </IDPSSODescriptor>
</EntityDescriptor>
`
)
