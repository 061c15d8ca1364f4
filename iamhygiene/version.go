package iamhygiene

// Version is the version of this library, as reports name it.
const Version = "0.1.0"
