#include "codec/json_write.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <cmath>

namespace presstime::codec {
namespace json = boost::json;
namespace {

// Documents come through parse_json or are made here: their depth is bounded.
void append(std::string& out, const json::value& value);

void append(std::string& out, const json::array& items)
{
    out += '[';
    for (const json::value& item : items) {
        if (&item != &items.front())
            out += ',';
        append(out, item);
    }
    out += ']';
}

void append(std::string& out, const json::object& members)
{
    out += '{';
    bool first = true;
    for (const auto& member : members) {
        if (!first)
            out += ',';
        first = false;
        out += json::serialize(json::value(member.key()));
        out += ':';
        append(out, member.value());
    }
    out += '}';
}

void append(std::string& out, const json::value& value)
{
    if (const json::object* members = value.if_object())
        append(out, *members);
    else if (const json::array* items = value.if_array())
        append(out, *items);
    else if (const double* number = value.if_double(); number && std::isfinite(*number))
        out += fmt::format("{}", *number);
    else
        out += json::serialize(value);
}

} // namespace

std::string write_json(const json::value& value)
{
    std::string out;
    append(out, value);
    return out;
}

} // namespace presstime::codec
