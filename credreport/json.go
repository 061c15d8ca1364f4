package credreport

import "encoding/json"

// entryJSON is the JSON form of an Entry: the columns by their header names. A
// column that the entry does not have is left out.
type entryJSON struct {
	User                      string  `json:"user"`
	ARN                       string  `json:"arn"`
	UserCreationTime          Time    `json:"user_creation_time,omitzero"`
	PasswordEnabled           Bool    `json:"password_enabled,omitzero"`
	PasswordLastUsed          Time    `json:"password_last_used,omitzero"`
	PasswordLastChanged       Time    `json:"password_last_changed,omitzero"`
	PasswordNextRotation      Time    `json:"password_next_rotation,omitzero"`
	MFAActive                 Bool    `json:"mfa_active,omitzero"`
	AccessKey1Active          Bool    `json:"access_key_1_active,omitzero"`
	AccessKey1LastRotated     Time    `json:"access_key_1_last_rotated,omitzero"`
	AccessKey1LastUsedDate    Time    `json:"access_key_1_last_used_date,omitzero"`
	AccessKey1LastUsedRegion  Text    `json:"access_key_1_last_used_region,omitzero"`
	AccessKey1LastUsedService Text    `json:"access_key_1_last_used_service,omitzero"`
	AccessKey2Active          Bool    `json:"access_key_2_active,omitzero"`
	AccessKey2LastRotated     Time    `json:"access_key_2_last_rotated,omitzero"`
	AccessKey2LastUsedDate    Time    `json:"access_key_2_last_used_date,omitzero"`
	AccessKey2LastUsedRegion  Text    `json:"access_key_2_last_used_region,omitzero"`
	AccessKey2LastUsedService Text    `json:"access_key_2_last_used_service,omitzero"`
	Cert1Active               Bool    `json:"cert_1_active,omitzero"`
	Cert1LastRotated          Time    `json:"cert_1_last_rotated,omitzero"`
	Cert2Active               Bool    `json:"cert_2_active,omitzero"`
	Cert2LastRotated          Time    `json:"cert_2_last_rotated,omitzero"`
	Extra                     []Field `json:"extra,omitzero"`
}

// MarshalJSON returns an object with the columns as members, under their header
// names; columns that are absent are left out, and unknown ones are in the
// member extra. Truth values are JSON booleans; dates and sentinels are strings.
func (e Entry) MarshalJSON() ([]byte, error) {
	k1, k2 := &e.AccessKeys[0], &e.AccessKeys[1]
	c1, c2 := &e.Certificates[0], &e.Certificates[1]
	return json.Marshal(&entryJSON{
		e.User, e.ARN, e.UserCreationTime,
		e.PasswordEnabled, e.PasswordLastUsed, e.PasswordLastChanged, e.PasswordNextRotation, e.MFAActive,
		k1.Active, k1.LastRotated, k1.LastUsedDate, k1.LastUsedRegion, k1.LastUsedService,
		k2.Active, k2.LastRotated, k2.LastUsedDate, k2.LastUsedRegion, k2.LastUsedService,
		c1.Active, c1.LastRotated, c2.Active, c2.LastRotated,
		e.Extra,
	})
}

// UnmarshalJSON reads what MarshalJSON wrote. It ignores members that it does
// not know.
func (e *Entry) UnmarshalJSON(data []byte) error {
	var j entryJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return &jsonError{kind: "entry", err: err}
	}
	*e = Entry{
		j.User, j.ARN, j.UserCreationTime,
		j.PasswordEnabled, j.PasswordLastUsed, j.PasswordLastChanged, j.PasswordNextRotation, j.MFAActive,
		[2]AccessKey{
			{j.AccessKey1Active, j.AccessKey1LastRotated, j.AccessKey1LastUsedDate, j.AccessKey1LastUsedRegion, j.AccessKey1LastUsedService},
			{j.AccessKey2Active, j.AccessKey2LastRotated, j.AccessKey2LastUsedDate, j.AccessKey2LastUsedRegion, j.AccessKey2LastUsedService},
		},
		[2]Certificate{{j.Cert1Active, j.Cert1LastRotated}, {j.Cert2Active, j.Cert2LastRotated}},
		j.Extra,
	}
	return nil
}

var (
	_ json.Marshaler   = Entry{}
	_ json.Unmarshaler = (*Entry)(nil)
)
