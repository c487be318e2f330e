#include "source/sql_text.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace presstime {
namespace {

constexpr std::size_t kMaxSqlBytes = 1 << 20;

} // namespace

Result<> check_sql_text(std::string_view sql)
{
    if (trim(sql).empty())
        return fail(Error::invalid("sql", "the query is empty; write one SELECT"));
    if (sql.size() > kMaxSqlBytes)
        return fail(
            Error::invalid("sql", fmt::format("the query is longer than {}", format_bytes(kMaxSqlBytes))));
    if (sql.find('\0') != std::string_view::npos || !is_valid_utf8(sql))
        return fail(Error::invalid("sql", "the query holds a NUL or is not valid UTF-8"));
    return {};
}

Result<const Binding*> find_binding(const std::vector<Binding>& bindings, std::string_view name)
{
    for (const Binding& binding : bindings) {
        if (equals_ignore_case_ascii(binding.name, name))
            return &binding;
    }
    std::vector<std::string> known;
    for (const Binding& binding : bindings)
        known.push_back("$" + binding.name);
    return fail(Error::invalid("sql", fmt::format("the parameter ${} has no value; {}", name,
                                                  known.empty() ? "no parameters are known here"
                                                                : "known are " + join(known, ", "))));
}

} // namespace presstime
