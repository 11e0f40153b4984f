# Everything a developer or a new user runs. `make help` lists it.
GO      ?= go
BIN     := bin/dragoman
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
SAMPLES := examples/corpus examples/html examples/more.jsonl

export CGO_ENABLED ?= 0

.PHONY: run build test check main unit race store page generate bench clean help

run: build ## build, read the sample corpus and statistics into the store, print the brief of Kazakhstan and Croatia
	@$(BIN) add $(SAMPLES)
	@$(BIN) --quiet trade import examples/trade
	@echo
	@$(BIN) brief KAZ HRV
	@echo; printf '%s\n' 'Try next:' \
	  '    $(BIN) brief KAZ HRV --format html --out brief.html     the same as one page to print or send' \
	  '    $(BIN) brief Kazakhstan Serbia                          another pair' \
	  '    $(BIN) trade show KAZ SRB                               what flows, by the figures of both sides' \
	  '    $(BIN) corridor flow --at 2024 --close CPC              what the loss of a pipeline would do' \
	  '    $(BIN) gravity whatif --change KAZ,HRV:fta              what an agreement would do' \
	  '    $(BIN) read FILE                                        what stands in a text of yours'

build: ## build the program into bin/
	@mkdir -p bin
	$(GO) build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o $(BIN) ./cmd/dragoman

test: check main store race page unit ## everything the project checks; this is what CI runs

check: ## format, vet, static analysis, module file, lexicon, generated files
	@scripts/formatted.sh
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(GO) mod tidy -diff
	$(GO) run ./cmd/dragoman lexicon check
	@scripts/generated-current.sh

main: ## the main job, on a store that is thrown away
	@dir=$$(mktemp -d) && DRAGOMAN_DB=$$dir/store.db $(MAKE) --no-print-directory run >$$dir/out; status=$$?; tail -n 8 $$dir/out; rm -rf $$dir; exit $$status

unit: ## all tests, with the seeds of the fuzz tests; those of stores and pages run in targets of their own
	DRAGOMAN_CHROMIUM=off $(GO) test $$($(GO) list ./... | grep -v /store/)

race: ## the race detector on what runs concurrently (needs a C compiler)
	@scripts/compiler-for-tests.sh
	CGO_ENABLED=1 $(GO) test -race ./reading ./store/sqlite ./trade/frame ./internal/parallel ./corridor/multi
	CGO_ENABLED=1 $(GO) test -race -run Cores ./trade/gravity

store: ## the stores, PostgreSQL on a server of its own
	scripts/postgres-for-tests.sh $(GO) test ./store/...

page: ## the HTML brief in a headless browser
	@chromium=$$(scripts/chromium-for-tests.sh) && DRAGOMAN_CHROMIUM=$$chromium $(GO) test -count=1 -run Page ./dossier/...

generate: ## write generated files anew
	$(GO) generate ./...

bench: build ## measure speed and accuracy; writes docs/performance.md and docs/accuracy.md
	$(GO) run ./bench

clean: ## remove what was built
	rm -rf bin build coverage.out

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
