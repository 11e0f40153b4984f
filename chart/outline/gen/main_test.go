package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dragoman/chart/outline"
)

// Two squares that share a border, with a bend that is too small to keep and one that is not, in a grid of 0.01 degrees from 10 E, 40 N.
const squares = `{"type":"Topology","transform":{"scale":[0.01,0.01],"translate":[10,40]},
"arcs":[[[500,0],[1,100],[99,200],[-100,200]],[[500,500],[-500,0],[0,-500],[500,0]],[[500,0],[500,0],[0,500],[-500,0]]],
"objects":{"countries":{"geometries":[
{"type":"Polygon","id":"398","arcs":[[0,1]],"properties":{"name":"Left"}},
{"type":"MultiPolygon","id":"","arcs":[[[2,-1]]],"properties":{"name":"Right"}},
{"type":"Polygon","id":"191","arcs":[],"properties":{"name":"Nothing"}}]}}}`

func TestNeighboursKeepSharingTheirBorder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "squares.json")
	if err := os.WriteFile(path, []byte(squares), 0o644); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := run(path, &b); err != nil {
		t.Fatal(err)
	}
	all, err := outline.Read("out", &b)
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	right, left := all[0], all[1]
	if left.Code != "KAZ" || right.Code != "" {
		t.Errorf("codes %q and %q", left.Code, right.Code)
	}
	bend := [2]float64{16, 43}
	if !slices.Contains(left.Rings[0], bend) || !slices.Contains(right.Rings[0], bend) {
		t.Errorf("%v and %v do not share %v", left.Rings, right.Rings, bend)
	}
}

func TestRingsAreCutToTheBox(t *testing.T) {
	for _, p := range cut(outline.Ring{{-40, 30}, {40, 30}, {40, 80}, {-40, 80}}) {
		if p[0] < west || p[0] > east || p[1] < south || p[1] > north {
			t.Errorf("%v lies outside", p)
		}
	}
	if got := cut(outline.Ring{{-80, 0}, {-70, 0}, {-70, 10}}); len(got) != 0 {
		t.Errorf("%v is left of a ring outside", got)
	}
}

func TestLinesAreSimplifiedWithinTheTolerance(t *testing.T) {
	line := [][2]float64{{0, 0}, {1, 0.01}, {2, 0}, {3, 1}, {4, 0}}
	if got := simplified(line); !slices.Equal(got, [][2]float64{{0, 0}, {2, 0}, {3, 1}, {4, 0}}) {
		t.Error(got)
	}
	loop := [][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}
	if got := simplified(loop); !slices.Equal(got, loop) {
		t.Error(got)
	}
}

func TestWhatIsNoTopologyIsAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.json")
	if err := os.WriteFile(path, []byte(`{"arcs":`), 0o644); err != nil {
		t.Fatal(err)
	}
	if run(path, &bytes.Buffer{}) == nil || run(path+".none", &bytes.Buffer{}) == nil {
		t.Error("read all the same")
	}
}
