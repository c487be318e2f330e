// What a connection holds, as people who write queries see it: its tables with their columns.
#pragma once

#include "model/enum_words.hpp"
#include "model/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace presstime {

enum class SchemaKind { table, view, file };
template <>
inline constexpr Words<3> kEnumWords<SchemaKind>{"table", "view", "file"};

struct SchemaTable {
    std::string schema = "main";
    std::string name;
    SchemaKind kind = SchemaKind::table;
    std::optional<std::int64_t> rows; // as the source estimates it; nothing where it would have to count
    std::vector<Column> columns;
    std::string problem; // why it cannot be read, as a sentence; then there are no columns
};

struct SourceSchema {
    std::vector<SchemaTable> tables; // by schema and name
    bool complete = true;            // false when there is more than anybody would read
};

} // namespace presstime
