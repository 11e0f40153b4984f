package main

import (
	"testing"

	"dragoman/corridor"
)

func TestFitsCountHeldFlowsApart(t *testing.T) {
	all := []corridor.Fit{
		{Reported: 100, Model: 114, Free: 120},
		{Reported: 100, Model: 80, Free: 90},
		{Reported: 10, Model: 10, Free: 0, Given: true},
	}
	if got, want := scoreFits("crude", false, all), (fitScore{Commodity: "crude", Flows: 2, Near: 1, Free: 1}); got != want {
		t.Errorf("not held: %+v, want %+v", got, want)
	}
	if got, want := scoreFits("crude", true, all), (fitScore{Commodity: "crude", Held: true, Flows: 1, Near: 1}); got != want {
		t.Errorf("held: %+v, want %+v", got, want)
	}
}
