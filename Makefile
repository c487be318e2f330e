# make          set up and build            make demo   the main job on sample data, then serve on port 8080
# make test     set up, build, every test   make bench  figures beside their peers
# make screenshots   pictures of every page, into build/screenshots
PRESET ?= release
BUILD := build/$(PRESET)
ONCE ?=

.PHONY: all setup build demo test bench screenshots format clean

all: build

setup:
	@scripts/setup

build: setup
	@scripts/build $(PRESET)

demo: setup
	@scripts/build $(PRESET) presstime
	@$(BUILD)/presstime demo $(if $(ONCE),--once)

test: build
	@ctest --test-dir $(BUILD) --output-on-failure -j3

bench: build
	@scripts/bench $(BUILD)

screenshots: build
	@PRESSTIME_BINARY=$(CURDIR)/$(BUILD)/presstime scripts/screenshots

format:
	@git ls-files 'src/*.[ch]pp' 'test/*.[ch]pp' 'bench/*.[ch]pp' | xargs clang-format-19 -i
	@node node_modules/prettier/bin/prettier.cjs --write --log-level warn web sdk/embed

clean:
	rm -rf build
