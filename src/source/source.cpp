// The list of built-in sources, made of builtin.def; nothing else in the program names one.
#include "source/source.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace presstime {

#define PRESSTIME_SOURCE(function) const SourcePlugin& function();
#include "source/builtin.def"
#undef PRESSTIME_SOURCE

const std::vector<SourcePlugin>& source_plugins()
{
    static const std::vector<SourcePlugin> plugins = {
#define PRESSTIME_SOURCE(function) function(),
#include "source/builtin.def"
#undef PRESSTIME_SOURCE
    };
    return plugins;
}

Result<const SourcePlugin*> find_source_plugin(std::string_view name, std::string_view field)
{
    std::vector<std::string> valid;
    for (const SourcePlugin& plugin : source_plugins()) {
        if (plugin.name == name)
            return &plugin;
        valid.push_back(plugin.name);
    }
    return fail(
        Error::invalid(std::string(field), fmt::format("\"{}\" is not a kind of source; valid are: {}",
                                                       repair_utf8(clip_utf8(name, 64)), join(valid, ", "))));
}

} // namespace presstime
