module github.com/iamhygiene/sdk

go 1.25.0

require (
	github.com/gocarina/gocsv v0.0.0-20240520201108-78e41c74b4b1
	github.com/stretchr/testify v1.12.1
	golang.org/x/sync v0.22.0
	golang.org/x/tools v0.48.0
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect
