package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// machine is what the numbers were measured on, and with what.
type machine struct {
	Date     string
	CPU      string
	Cores    int
	Memory   string
	System   string
	Go       string
	Load     string // of the machine by other work when the run began
	Versions string // of the program and what it reads by
	Binary   int64  // bytes of the program
}

func describe(binary string) (*machine, error) {
	m := &machine{Date: time.Now().UTC().Format(time.DateOnly), Cores: runtime.NumCPU(), System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version(),
		CPU: field("/proc/cpuinfo", "model name"), Memory: memory(), Load: load()}
	info, err := os.Stat(binary)
	if err != nil {
		return nil, fmt.Errorf("%s is not built: %w", binary, err)
	}
	m.Binary = info.Size()
	out, err := exec.Command(binary, "version").Output()
	if err != nil {
		return nil, fmt.Errorf("%s version: %w", binary, err)
	}
	m.Versions = strings.Join(strings.Fields(strings.ReplaceAll(strings.TrimSpace(string(out)), "\n", ",")), " ")
	return m, nil
}

// field gives the first value of a "name : value" file.
func field(path, name string) string {
	f, err := os.Open(path)
	if err != nil {
		return "not known"
	}
	defer f.Close()
	for scan := bufio.NewScanner(f); scan.Scan(); {
		if key, value, ok := strings.Cut(scan.Text(), ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "not known"
}

func memory() string {
	var kb int64
	if _, err := fmt.Sscanf(field("/proc/meminfo", "MemTotal"), "%d", &kb); err != nil {
		return "not known"
	}
	return fmt.Sprintf("%.0f GB", float64(kb)/1e6)
}

func load() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil || len(strings.Fields(string(data))) == 0 {
		return "not known"
	}
	return strings.Fields(string(data))[0]
}
