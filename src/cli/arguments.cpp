// One pass over the words; the flags given are collected under their declared spelling.
#include "cli/arguments.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::cli {

namespace {

std::string spelled_with_hyphens(std::string_view name)
{
    std::string spelled(name);
    std::replace(spelled.begin(), spelled.end(), '_', '-');
    return spelled;
}

Error unknown_flag(const std::string& name, const std::vector<Flag>& flags)
{
    std::vector<std::string> known;
    known.reserve(flags.size());
    for (const Flag& flag : flags)
        known.push_back(flag.name);
    auto near = did_you_mean(name, known);
    return Error::invalid("--" + name, near
                                           ? fmt::format("unknown flag --{}; did you mean --{}?", name, *near)
                                           : fmt::format("unknown flag --{}; see --help", name));
}

// A flag's value: after '=', or the next word, which `next` is moved past.
Result<std::string> read_value(const Flag& flag, std::optional<std::string_view> attached,
                               std::span<const std::string_view> arguments, std::size_t& next)
{
    if (attached)
        return std::string(*attached);
    if (flag.kind == FlagKind::presence)
        return std::string("true");
    if (next >= arguments.size())
        return fail(Error::invalid("--" + flag.name, fmt::format("--{0} needs a value; write --{0} {1}",
                                                                 flag.name, flag.placeholder)));
    return std::string(arguments[next++]);
}

Result<> check_positionals(const Arguments& parsed, const Positionals& expected)
{
    std::size_t count = parsed.positionals.size();
    if (count > expected.maximum)
        return fail(Error::invalid(
            {}, fmt::format("unexpected argument \"{}\"; see --help", parsed.positionals[expected.maximum])));
    if (count < expected.minimum)
        return fail(Error::invalid({}, fmt::format("missing argument: {}; see --help", expected.names)));
    return {};
}

} // namespace

std::optional<std::string> Arguments::value(const std::string& name) const
{
    auto found = flags.find(name);
    return found == flags.end() ? std::nullopt : std::optional(found->second.back());
}

std::string Arguments::value_or(const std::string& name, std::string_view fallback) const
{
    return value(name).value_or(std::string(fallback));
}

std::vector<std::string> Arguments::values(const std::string& name) const
{
    auto found = flags.find(name);
    return found == flags.end() ? std::vector<std::string>{} : found->second;
}

bool Arguments::has(const std::string& name) const
{
    return value(name) == "true";
}

Result<Arguments> parse_arguments(std::span<const std::string_view> arguments, const std::vector<Flag>& flags,
                                  const Positionals& positionals)
{
    Arguments parsed;
    bool flags_ended = false;
    for (std::size_t next = 0; next < arguments.size();) {
        std::string_view word = arguments[next++];
        if (flags_ended || word.size() < 2 || word.front() != '-') {
            parsed.positionals.emplace_back(word);
            continue;
        }
        if (word == "--") {
            flags_ended = true;
            continue;
        }
        std::size_t equals = word.find('=');
        std::string name = spelled_with_hyphens(word.substr(0, equals));
        name.erase(0, name.starts_with("--") ? 2 : 1);
        auto flag =
            std::find_if(flags.begin(), flags.end(), [&](const Flag& known) { return known.name == name; });
        if (flag == flags.end() || !word.starts_with("--"))
            return fail(unknown_flag(name, flags));

        std::optional<std::string_view> attached;
        if (equals != std::string_view::npos)
            attached = word.substr(equals + 1);
        std::string value = TRY(read_value(*flag, attached, arguments, next));
        if (flag->kind == FlagKind::presence && value != "true" && value != "false")
            return fail(
                Error::invalid("--" + name, fmt::format("--{} takes no value but true or false", name)));
        if (flag->kind != FlagKind::repeated && parsed.flags.contains(name))
            return fail(Error::invalid("--" + name, fmt::format("--{} is given twice; give it once", name)));
        parsed.flags[name].push_back(std::move(value));
    }
    TRY(check_positionals(parsed, positionals));
    return parsed;
}

std::string describe_flags(const std::vector<Flag>& flags)
{
    std::vector<std::string> heads;
    std::size_t width = 0;
    for (const Flag& flag : flags) {
        heads.push_back("--" + flag.name + (flag.placeholder.empty() ? "" : " " + flag.placeholder));
        width = std::max(width, heads.back().size());
    }
    std::string text;
    for (std::size_t i = 0; i < flags.size(); ++i)
        text += fmt::format("  {:<{}}  {}\n", heads[i], width, flags[i].help);
    return text;
}

} // namespace presstime::cli
