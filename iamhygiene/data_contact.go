package iamhygiene

// AlternateContacts is the dataset of the alternate contacts of the account, by
// type: "SECURITY", "BILLING", "OPERATIONS". The value nil says that none is
// registered. A type that could not be read has an error with the type as its
// scope.
var AlternateContacts = NewDataset[map[string]*Contact](DatasetInfo{
	Name: "alternate-contacts", Title: "the alternate contacts",
	Operations: []string{"account:GetAlternateContact"},
})

// The types of alternate contacts.
const (
	ContactSecurity   = "SECURITY"
	ContactBilling    = "BILLING"
	ContactOperations = "OPERATIONS"
)

// Contact is whom AWS writes to. It holds no name and no number, and of the
// address only enough to tell whose it is.
//
// https://docs.aws.amazon.com/accounts/latest/reference/API_AlternateContact.html
type Contact struct {
	// Email is the masked address: "s***@example.com".
	Email string `json:"email,omitempty"`
	// Title is the title of the contact: "Security Team".
	Title string `json:"title,omitempty"`
}

// PrimaryContact is the dataset of the primary contact information of the
// account. The value nil says that there is none.
var PrimaryContact = NewDataset[*ContactInformation](DatasetInfo{
	Name: "primary-contact", Title: "the primary contact",
	Operations: []string{"account:GetContactInformation"},
})

// ContactInformation says which fields of the primary contact are filled. It
// holds none of them.
//
// https://docs.aws.amazon.com/accounts/latest/reference/API_ContactInformation.html
type ContactInformation struct {
	// Fields are the names of the fields that are there: "FullName",
	// "PhoneNumber", ...
	Fields []string `json:"fields"`
}

// RootEmail is the dataset of the e-mail address of the root user.
var RootEmail = NewDataset[*RootAddress](DatasetInfo{
	Name: "root-email", Title: "the e-mail address of the root user",
	Operations: []string{"account:GetPrimaryEmail"},
})

// RootAddress is what hygiene needs to know of the root user's e-mail address,
// which is a secret of sorts: who knows it can begin to recover the password.
type RootAddress struct {
	// Masked is the masked address: "a***@example.com".
	Masked string `json:"masked"`
	// Domain is what follows the @.
	Domain string `json:"domain"`
	// Words are the words of the local part that stand for a group, such as
	// "aws", "security" or "team", in lower case and in order.
	Words []string `json:"words,omitempty"`
	// Personal says that the local part looks like the name of a person:
	// "first.last".
	Personal bool `json:"personal,omitempty"`
	// Tagged says that it has a tag: "aws+prod".
	Tagged bool `json:"tagged,omitempty"`
}

// AccountAliases is the dataset of the aliases of the account, of which it has
// one at most.
var AccountAliases = NewDataset[[]string](DatasetInfo{
	Name: "account-aliases", Title: "the account aliases",
	Operations: []string{"iam:ListAccountAliases"},
})
