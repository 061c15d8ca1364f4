package model

// An OrgEntity is the root of an organization, an organizational unit or an
// account, with what reports about it need.
type OrgEntity struct {
	// Accounts are the accounts at and below the entity, by id.
	Accounts []OrgAccount
	// Levels are the documents of the service control policies at the entity and
	// at each of its parents, root first. They are nil for what no policy binds:
	// the management account.
	Levels [][]string
}

// An OrgAccount is a member account.
type OrgAccount struct {
	ID string
	// Path is the account's entity path: o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/111122223333.
	Path string
	// SCPs are the ids of the service control policies that bind the account.
	SCPs []string
}
