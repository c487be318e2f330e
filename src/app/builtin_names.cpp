// Read off the families' own lists, so that a new plug-in needs no line here.
#include "app/builtin_names.hpp"

#include "renderer/renderer.hpp"
#include "source/source.hpp"

namespace presstime {

std::vector<std::string> renderer_names()
{
    std::vector<std::string> names;
    for (const RendererPlugin& plugin : renderer_plugins())
        names.push_back(plugin.name);
    return names;
}

std::vector<control::ConnectionKind> connection_kinds()
{
    std::vector<control::ConnectionKind> kinds;
    for (const SourcePlugin& plugin : source_plugins())
        kinds.push_back({plugin.name, plugin.options, plugin.summary});
    return kinds;
}

} // namespace presstime
