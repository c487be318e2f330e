// Who asks: an API key of a workspace (or the local operator over the data folder's socket).
#pragma once

#include <cstdint>
#include <string>

namespace presstime {

enum class Scope { read, write, admin };

struct Principal {
    std::int64_t workspace_id = 1;
    std::int64_t token_id = 0; // 0 = the local operator
    std::string name;
    Scope scope = Scope::read;
};

struct Token {
    std::int64_t id = 0;
    std::int64_t workspace_id = 1;
    std::string name;
    Scope scope = Scope::read;
    std::string prefix; // first characters, to recognise it by
};

} // namespace presstime
