package iammodel

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"math/big"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// convert writes an SSH public key in the encoding that is asked for.
func convert(body string, encoding types.EncodingType) (string, error) {
	block, _ := pem.Decode([]byte(body))
	switch {
	case encoding != types.EncodingTypeSsh && encoding != types.EncodingTypePem:
		return "", model.Errorf("UnrecognizedPublicKeyEncoding", "The encoding %s is not supported.", encoding)
	case (block != nil) == (encoding == types.EncodingTypePem):
		return body, nil
	case block != nil:
		return toSSH(block.Bytes)
	}
	return toPEM(body)
}

const notRSA = "The SSH public key cannot be written in this encoding."

func toSSH(der []byte) (string, error) {
	key, err := x509.ParsePKIXPublicKey(der)
	public, ok := key.(*rsa.PublicKey)
	if err != nil || !ok {
		return "", model.Errorf("UnrecognizedPublicKeyEncoding", "%s", notRSA)
	}
	var blob []byte
	for _, field := range [][]byte{[]byte("ssh-rsa"), mpint(big.NewInt(int64(public.E))), mpint(public.N)} {
		blob = binary.BigEndian.AppendUint32(blob, uint32(len(field)))
		blob = append(blob, field...)
	}
	return "ssh-rsa " + base64.StdEncoding.EncodeToString(blob), nil
}

// mpint is the multiple precision integer of RFC 4251 for a positive number.
func mpint(n *big.Int) []byte {
	b := n.Bytes()
	if len(b) > 0 && b[0]&0x80 != 0 {
		b = append([]byte{0}, b...)
	}
	return b
}

func toPEM(line string) (string, error) {
	invalid := model.Errorf("UnrecognizedPublicKeyEncoding", "%s", notRSA)
	words := strings.Fields(line)
	if len(words) < 2 {
		return "", invalid
	}
	blob, err := base64.StdEncoding.DecodeString(words[1])
	if err != nil {
		return "", invalid
	}
	var fields [][]byte
	for len(blob) >= 4 {
		n := binary.BigEndian.Uint32(blob)
		if uint64(n) > uint64(len(blob)-4) {
			return "", invalid
		}
		fields = append(fields, blob[4:4+n])
		blob = blob[4+n:]
	}
	if len(fields) != 3 || string(fields[0]) != "ssh-rsa" || len(fields[1]) > 4 {
		return "", invalid
	}
	der, err := x509.MarshalPKIXPublicKey(&rsa.PublicKey{
		E: int(new(big.Int).SetBytes(fields[1]).Int64()), N: new(big.Int).SetBytes(fields[2]),
	})
	if err != nil {
		return "", invalid
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), nil
}
