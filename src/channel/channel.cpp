// The list of built-in channels, made of builtin.def; nothing else in the program names one.
#include "channel/channel.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace presstime {

#define PRESSTIME_CHANNEL(function) const ChannelPlugin& function();
#include "channel/builtin.def"
#undef PRESSTIME_CHANNEL

const std::vector<ChannelPlugin>& channel_plugins()
{
    static const std::vector<ChannelPlugin> plugins = {
#define PRESSTIME_CHANNEL(function) function(),
#include "channel/builtin.def"
#undef PRESSTIME_CHANNEL
    };
    return plugins;
}

Result<const ChannelPlugin*> find_channel_plugin(std::string_view name, std::string_view field)
{
    std::vector<std::string> valid;
    for (const ChannelPlugin& plugin : channel_plugins()) {
        if (plugin.name == name)
            return &plugin;
        valid.push_back(plugin.name);
    }
    return fail(
        Error::invalid(std::string(field), fmt::format("\"{}\" is not a channel; valid are: {}",
                                                       repair_utf8(clip_utf8(name, 64)), join(valid, ", "))));
}

} // namespace presstime
