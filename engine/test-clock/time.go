// Package time stands in for CometBFT's package of that name in the engine of fault tests
// (node engine/build.mjs --test-clock): Now is off by MERIDIAN_TEST_CLOCK_OFFSET seconds, which may be negative.
// Everything below Now is as in CometBFT (Apache-2.0).
package time

import (
	"os"
	"sort"
	"strconv"
	"time"
)

var offset = func() time.Duration {
	text := os.Getenv("MERIDIAN_TEST_CLOCK_OFFSET")
	if text == "" {
		return 0
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic("MERIDIAN_TEST_CLOCK_OFFSET is not a whole number of seconds: " + text)
	}
	return time.Duration(seconds) * time.Second
}()

// Now returns the offset time in UTC with no monotonic component.
func Now() time.Time {
	return Canonical(time.Now().Add(offset))
}

// Canonical returns UTC time with no monotonic component.
// Stripping the monotonic component is for time equality.
// See https://github.com/tendermint/tendermint/pull/2203#discussion_r215064334
func Canonical(t time.Time) time.Time {
	return t.Round(0).UTC()
}

// WeightedTime for computing a median.
type WeightedTime struct {
	Time   time.Time
	Weight int64
}

// NewWeightedTime with time and weight.
func NewWeightedTime(time time.Time, weight int64) *WeightedTime {
	return &WeightedTime{
		Time:   time,
		Weight: weight,
	}
}

// WeightedMedian computes weighted median time for a given array of WeightedTime and the total voting power.
func WeightedMedian(weightedTimes []*WeightedTime, totalVotingPower int64) (res time.Time) {
	median := totalVotingPower / 2

	sort.Slice(weightedTimes, func(i, j int) bool {
		if weightedTimes[i] == nil {
			return false
		}
		if weightedTimes[j] == nil {
			return true
		}
		return weightedTimes[i].Time.Before(weightedTimes[j].Time)
	})

	for _, weightedTime := range weightedTimes {
		if weightedTime != nil {
			if median <= weightedTime.Weight {
				res = weightedTime.Time
				break
			}
			median -= weightedTime.Weight
		}
	}
	return
}
