// The list of built-in renderers, made of builtin.def; nothing else in the program names one.
#include "renderer/renderer.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace presstime {

#define PRESSTIME_RENDERER(function) const RendererPlugin& function();
#include "renderer/builtin.def"
#undef PRESSTIME_RENDERER

const std::vector<RendererPlugin>& renderer_plugins()
{
    static const std::vector<RendererPlugin> plugins = {
#define PRESSTIME_RENDERER(function) function(),
#include "renderer/builtin.def"
#undef PRESSTIME_RENDERER
    };
    return plugins;
}

Result<const RendererPlugin*> find_renderer_plugin(std::string_view name, std::string_view field)
{
    std::vector<std::string> valid;
    for (const RendererPlugin& plugin : renderer_plugins()) {
        if (plugin.name == name) {
            return &plugin;
        }
        valid.push_back(plugin.name);
    }
    return fail(
        Error::invalid(std::string(field), fmt::format("\"{}\" is not a format; valid are: {}",
                                                       repair_utf8(clip_utf8(name, 64)), join(valid, ", "))));
}

} // namespace presstime
