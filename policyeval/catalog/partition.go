package catalog

// Partition divides the actions of the catalog into the fewest classes such
// that each of the sets is a union of classes: two actions are in one class if
// they are in the same sets. What is decided by membership in the sets alone,
// such as which statements of a policy name an action, needs to be asked for one
// action of each class only. No class is empty; their order follows from the
// sets.
//
// The time is proportional to the sizes of the sets; of a set with more than
// half of all actions, the size of the complement counts.
func Partition(sets ...ActionSet) []ActionSet {
	n := ref().actions
	if n == 0 {
		return nil
	}
	classes := 1
	of := make([]int32, n) // the class of each action
	var split []int32      // the class that the members of a class move to, or 0
	for _, set := range sets {
		if set.Len() > n/2 {
			set = AllActions().Difference(set)
		}
		split = append(split[:0], make([]int32, classes)...)
		for i := range set.numbers() {
			to := &split[of[i]]
			if *to == 0 {
				*to = int32(classes)
				classes++
			}
			of[i] = *to
		}
	}
	// Classes that all members have left are empty.
	place := make([]int32, classes)
	var result []ActionSet
	for i, class := range of {
		if place[class] == 0 {
			result = append(result, ActionSet{})
			place[class] = int32(len(result))
		}
		result[place[class]-1].add(i)
	}
	return result
}
