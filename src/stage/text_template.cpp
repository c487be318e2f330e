// One pass; what is filled in is never looked at for further names.
#include "stage/text_template.hpp"

#include "base/text.hpp"

namespace presstime::stage {

std::string fill_template(std::string_view text, const std::map<std::string, std::string>& values)
{
    std::string out;
    while (!text.empty()) {
        const std::size_t open = text.find("{{");
        const std::size_t close = open == std::string_view::npos ? open : text.find("}}", open + 2);
        if (close == std::string_view::npos)
            break;
        out.append(text.substr(0, open));
        const std::string name(trim(text.substr(open + 2, close - open - 2)));
        if (auto value = values.find(name); value != values.end())
            out.append(value->second);
        else
            out.append(text.substr(open, close + 2 - open));
        text.remove_prefix(close + 2);
    }
    return out.append(text);
}

} // namespace presstime::stage
