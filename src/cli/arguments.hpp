// Reads a command's arguments against its declared flags. What a flag means is the command's; here only its
// shape is checked, so that every command refuses the same mistakes with the same words.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::cli {

enum class FlagKind {
    value,    // --name VALUE, at most once
    repeated, // --name VALUE, any number of times
    presence, // --name, or --name=false to take it back
};

struct Flag {
    std::string name; // "data-dir"; also understood as --data_dir
    FlagKind kind = FlagKind::value;
    std::string placeholder; // "FOLDER"; empty for presence
    std::string help;
};

// What follows the command's name besides flags.
struct Positionals {
    std::size_t minimum = 0;
    std::size_t maximum = 0;
    std::string names; // for the error: "REPORT"
};

struct Arguments {
    std::map<std::string, std::vector<std::string>> flags; // only those given; presence as "true" or "false"
    std::vector<std::string> positionals;

    std::optional<std::string> value(const std::string& name) const;
    std::string value_or(const std::string& name, std::string_view fallback) const;
    std::vector<std::string> values(const std::string& name) const;
    bool has(const std::string& name) const; // a presence flag that was given and not taken back
};

// Understands --name VALUE and --name=VALUE; `--` ends the flags. Errors are
// `invalid` with the flag as field: an unknown flag (with the nearest known
// one), a missing value, a flag twice, too few or too many positionals.
Result<Arguments> parse_arguments(std::span<const std::string_view> arguments, const std::vector<Flag>& flags,
                                  const Positionals& positionals = {});

// An aligned block for a usage text, one flag a line.
std::string describe_flags(const std::vector<Flag>& flags);

} // namespace presstime::cli
