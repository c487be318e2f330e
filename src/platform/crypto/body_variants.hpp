// The ways a body is changed between its sender and the code that checks its signature, each undone: a
// framework that parsed and printed it again, an editor's last line break, a decoder's idea of text.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace presstime {

struct BodyVariant {
    std::string_view change; // what has happened to the body: "was printed again by a JSON library"
    std::string_view mend;
};

// The first change that, undone, makes a body that `is_original` knows; nothing when none does, or for bodies
// beyond 16 MiB, which are not looked at.
std::optional<BodyVariant> find_body_change(std::string_view body,
                                            const std::function<bool(std::string_view)>& is_original);

// JSON text with other white space between its tokens, everything else letter by letter as it was.
enum class JsonSpacing { compact, after_separators, indent_2, indent_4, indent_tab };
std::string space_json(std::string_view json, JsonSpacing spacing);

} // namespace presstime
