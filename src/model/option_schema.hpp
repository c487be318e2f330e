// The options of a plug-in as data: forms, validation, masking of secrets, command-line help and docs derive
// from it.
#pragma once

#include "base/result.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

enum class OptionType { text, integer, boolean, secret };

struct Option {
    std::string name;
    OptionType type = OptionType::text;
    bool required = false;
    std::string default_value;
    std::string help;
    std::int64_t minimum = 0; // integer only
    std::int64_t maximum = 0; // integer only; 0 = no bound
};

using OptionSchema = std::vector<Option>;
using OptionValues = std::map<std::string, std::string>;

// Checks names, types and bounds, fills defaults. Errors are `invalid` with field "<prefix>.<option>"; an
// unknown name answers with the valid ones.
Result<OptionValues> validate_options(const OptionSchema& schema, const OptionValues& values,
                                      std::string_view prefix);

} // namespace presstime
