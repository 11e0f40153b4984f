package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// usage is what one run of the program takes.
type usage struct {
	Wall, CPU time.Duration
	Peak      int64 // bytes resident at most
}

// runs sums up repeated ones: medians of time, the most memory.
type runs struct {
	N int
	usage
}

// spread sums up times over several questions.
type spread struct {
	N             int // times each was asked
	Median, Worst time.Duration
}

// timing sums up repeated runs.
type timing struct {
	N              int
	Median, Lowest time.Duration
}

// span is one thing done several times: medians.
type span struct {
	N         int
	Wall, CPU time.Duration
}

func timingOf(took []time.Duration) timing {
	slices.Sort(took)
	return timing{len(took), took[len(took)/2], took[0]}
}

// processor is the processor time that this process has used.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// repeats is how often each question is asked after a first time that does not count.
const repeats = 3

// spent does something once to warm up, then several times, and gives the medians.
func spent(do func() error) (span, error) {
	var wall, cpu []time.Duration
	for n := range 1 + repeats {
		start, before := time.Now(), processor()
		if err := do(); err != nil {
			return span{}, err
		}
		if n > 0 {
			wall, cpu = append(wall, time.Since(start)), append(cpu, processor()-before)
		}
	}
	return span{repeats, timingOf(wall).Median, timingOf(cpu).Median}, nil
}

// each does the same for several things, once to warm up and then so often that each has a median, and sums these up.
func each[T any](things []T, do func(T) error) (spread, error) {
	var medians []time.Duration
	for _, x := range things {
		s, err := spent(func() error { return do(x) })
		if err != nil {
			return spread{}, err
		}
		medians = append(medians, s.Wall)
	}
	slices.Sort(medians)
	return spread{repeats, medians[len(medians)/2], medians[len(medians)-1]}, nil
}

// again runs the program several times on two cores; out gets what the last run prints, and may be nil.
func again(n int, binary string, out *bytes.Buffer, args ...string) (runs, error) {
	return againOn(2, n, binary, out, args...)
}

func againOn(cores, n int, binary string, out *bytes.Buffer, args ...string) (runs, error) {
	var wall, cpu []time.Duration
	var to io.Writer
	r := runs{N: n}
	for range n {
		if out != nil {
			out.Reset()
			to = out
		}
		u, err := consume(cores, to, binary, args...)
		if err != nil {
			return r, err
		}
		wall, cpu, r.Peak = append(wall, u.Wall), append(cpu, u.CPU), max(r.Peak, u.Peak)
	}
	r.Wall, r.CPU = timingOf(wall).Median, timingOf(cpu).Median
	return r, nil
}

// consume runs the program on so many cores (0: as many as it takes by itself) and says what it took. What it prints goes to out, nowhere
// when that is nil.
func consume(cores int, out io.Writer, binary string, args ...string) (usage, error) {
	cmd := exec.Command(binary, args...)
	if cores > 0 {
		cmd.Env = append(os.Environ(), fmt.Sprintf("GOMAXPROCS=%d", cores))
	}
	var stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = out, &stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return usage{}, fmt.Errorf("dragoman %s: %w: %s", strings.Join(args, " "), err, stderr.String())
	}
	u := usage{Wall: time.Since(start), CPU: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return u, fmt.Errorf("this system does not tell the memory of a process")
	}
	u.Peak = used.Maxrss * 1024 // kilobytes on Linux
	return u, nil
}
