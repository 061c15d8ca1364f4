// Package policygen makes policies, requests and contexts from a stream of
// bytes, so that a fuzzer can steer evaluators through the policy language.
//
// It is for tests. Do not use it to write policies for people: what it makes
// is a mixture of the meaningful and the absurd.
//
// The alphabets are small on purpose. Two random texts of a large alphabet
// never match, and an evaluator that always answers "no" would pass. Most
// documents load; a few carry one fault each, because refusing is a behaviour
// too. An exhausted stream yields zeros, and the choice 0 is always the
// plainest one, so a shorter input is a simpler case.
package policygen
