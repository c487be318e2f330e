// Literals of any scalar type become text, so that one rule reads what people type and what programs send.
#include "codec/parameter_json.hpp"

#include "codec/json_write.hpp"

#include <fmt/format.h>

namespace presstime::codec {
namespace json = boost::json;

void read_parameters(ObjectReader& outer, std::map<std::string, std::string>& parameters)
{
    const json::value* value = outer.take("parameters");
    if (!value)
        return;
    const json::object* members = value->if_object();
    if (!members)
        return outer.fail("parameters", "must be an object of names and values");
    if (members->size() > 100)
        return outer.fail("parameters", "must have at most 100 names");
    std::map<std::string, std::string> read;
    for (const auto& member : *members) {
        const std::string name(member.key());
        const std::string path = "parameters." + std::string(clip_utf8(name, 100));
        const json::value& given = member.value();
        if (given.is_string()) {
            if (auto checked = check_text(given.get_string(), {0, 2'000, TextShape::paragraphs}, path);
                !checked)
                return outer.fail_with(std::move(checked).error());
            read[name] = std::string(given.get_string());
        } else if (given.is_bool() || given.is_number()) {
            read[name] = write_json(given);
        } else {
            return outer.fail_with(
                Error::invalid(path, fmt::format("{} must be text, a number or a boolean", path)));
        }
    }
    parameters = std::move(read);
}

} // namespace presstime::codec
