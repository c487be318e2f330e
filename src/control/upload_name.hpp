// Names of uploaded files: what a person's file is called becomes the name of a table, and never a path.
#pragma once

#include <string>
#include <string_view>

namespace presstime::control {

// The name without folders and extension, of letters, digits, '_' and '-' alone, at most 80 bytes; "data"
// when nothing is left. Letters of other scripts stay.
std::string table_name_of(std::string_view file_name);

// In lower case, without the dot; "" without one.
std::string extension_of(std::string_view file_name);

} // namespace presstime::control
