package policygen

// awsPrincipal is a value under "AWS".
func (s *Source) awsPrincipal() string {
	if s.fault() {
		return pick(s, "arn:aws:iam::"+home+":user/*", "arn:aws:iam::"+home+":group/g", "AGPAX", "bob", "", "*a",
			"arn:aws:sts::"+home+":assumed-role/R", "arn:aws:iam::"+home+":saml-provider/P", "arn:aws:iam::1:root", "arn:aws:s3:::b", "*")
	}
	return pick(s, home, "arn:aws:iam::"+home+":root", "arn:aws:iam::"+home+":user/a", "arn:aws:iam::"+home+":user/p/b",
		"arn:aws:iam::"+home+":role/R", "arn:aws:iam::"+home+":role/p/R", "arn:aws:iam::"+home+":role/Q",
		"arn:aws:sts::"+home+":assumed-role/R/s", "arn:aws:sts::"+home+":assumed-role/R/t", "arn:aws:sts::"+home+":federated-user/f",
		"arn:aws:sts::"+home+":federated-user/g", abroad, "arn:aws:iam::"+abroad+":root", "arn:aws:iam::"+abroad+":user/a",
		"AIDAX", "AIDAY", "AROAX", "AROAY", "arn:aws-cn:iam::"+home+":root", "arn:aws:iam::"+home+":role/r", "*")
}

// principal is the value of Principal or NotPrincipal.
func (s *Source) principal(trust bool) string {
	if s.fault() {
		return pick(s, `"arn:aws:iam::`+home+`:root"`, `{"aws":"*"}`, `[]`, `{"Service":"*"}`, `{"AWS":1}`, `{"Federated":"*"}`, `{"AWS":[]}`, `{}`, `null`, `{"Everyone":"*"}`)
	}
	if s.one(7) {
		return pick(s, `"*"`, `{"AWS":"*"}`, `{"AWS":["*"]}`)
	}
	used := map[string]bool{}
	var members []string
	for range 1 + s.n(2) {
		kind := pick(s, "AWS", "AWS", "AWS", "AWS", "Service", "CanonicalUser", "Federated")
		if kind == "Federated" && !trust {
			kind = "AWS"
		}
		if used[kind] {
			continue
		}
		used[kind] = true
		next := s.awsPrincipal
		switch kind {
		case "Service":
			next = func() string { return pick(s, "ec2.amazonaws.com", "ecs.amazonaws.com") }
		case "CanonicalUser":
			next = func() string { return pick(s, "c1", "c2") }
		case "Federated":
			next = func() string {
				return pick(s, "arn:aws:iam::"+home+":saml-provider/P", "accounts.example.com", "arn:aws:iam::"+abroad+":oidc-provider/P")
			}
		}
		members = append(members, quote(kind)+":"+s.values(quoteAll(some(s, 4, next))))
	}
	return object(members)
}
