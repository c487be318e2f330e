// Values that were bound, as pages and templates show them.
#pragma once

#include "model/dashboard.hpp"
#include "model/value.hpp"

#include <map>
#include <string>
#include <vector>

namespace presstime::stage {

// A value in plain text; what stands for nothing, true and false is the caller's.
struct ValueWords {
    const char* none = "none";
    const char* yes = "yes";
    const char* no = "no";
};
std::string text_of(const Value& value, ValueWords words = {});

// Label -> text of every parameter, for the page's subtitle.
std::map<std::string, std::string> parameters_shown(const Dashboard& dashboard,
                                                    const std::vector<Binding>& bindings);

} // namespace presstime::stage
