// Whole numbers stay whole: what comes back equals what was given.
#include "codec/scalar_json.hpp"

#include "base/time.hpp"

#include <boost/json.hpp>

namespace presstime::codec {
namespace json = boost::json;

std::optional<Value> scalar_from_json(const json::value& value)
{
    if (value.is_string())
        return Value(std::string(value.get_string()));
    if (value.is_bool())
        return Value(value.get_bool());
    if (value.is_int64())
        return Value(value.get_int64());
    if (value.is_number())
        return Value(value.to_number<double>());
    return std::nullopt;
}

json::value scalar_to_json(const Value& value)
{
    struct Visitor {
        json::value operator()(std::monostate) const { return nullptr; }
        json::value operator()(bool flag) const { return flag; }
        json::value operator()(std::int64_t number) const { return number; }
        json::value operator()(double number) const { return number; }
        json::value operator()(const std::string& text) const { return json::value(text); }
        json::value operator()(LocalDate date) const { return json::value(format_date(date)); }
        json::value operator()(Instant instant) const { return json::value(format_rfc3339(instant)); }
    };
    return std::visit(Visitor{}, value);
}

} // namespace presstime::codec
