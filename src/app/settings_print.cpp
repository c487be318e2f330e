// Everything people read about settings, derived from the
// table: flags, the default file, the values in force, docs.
#include "app/settings_table.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime {

namespace {

constexpr std::size_t kWrapColumn = 96;

// The part of a row that says what may stand there: "1 to 64 threads".
std::string bounds_of(const SettingRow& row)
{
    switch (row.kind) {
    case SettingKind::integer:
        return fmt::format("{} to {}{}{}", row.minimum, row.maximum, row.unit.empty() ? "" : " ", row.unit);
    case SettingKind::bytes:
        return fmt::format("{} to {}", show_number(row, row.minimum), show_number(row, row.maximum));
    case SettingKind::choice:
        return "one of " + std::string(row.choices);
    case SettingKind::boolean:
        return "true or false";
    case SettingKind::secret:
        return "never a flag, where other users of the machine could read it";
    case SettingKind::text:
    case SettingKind::path:
    case SettingKind::list:
        return {};
    }
    return {};
}

std::string flag_name(const SettingRow& row)
{
    std::string name(row.key);
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
}

std::string placeholder_of(const SettingRow& row)
{
    switch (row.kind) {
    case SettingKind::integer:
        return "N";
    case SettingKind::bytes:
        return "SIZE";
    case SettingKind::path:
        return "PATH";
    case SettingKind::list:
        return "LIST";
    case SettingKind::boolean:
        return {};
    case SettingKind::choice:
    case SettingKind::text:
    case SettingKind::secret:
        return "TEXT";
    }
    return {};
}

// When a change in the running server counts.
std::string_view effect_of(const SettingRow& row)
{
    switch (row.effect) {
    case SettingEffect::at_restart:
        return "after a restart";
    case SettingEffect::at_once:
        return "at once";
    case SettingEffect::fixed:
        return "at the start alone";
    }
    return {};
}

std::string comment(std::string_view text)
{
    std::string lines;
    std::string line = "#";
    for (std::string_view word : split(text, ' ')) {
        if (line.size() + 1 + word.size() > kWrapColumn) {
            lines += line + "\n";
            line = "#";
        }
        line.append(" ").append(word);
    }
    return lines + line + "\n";
}

// Quoted where reading would take something off it.
std::string file_line(const SettingRow& row, const std::string& value)
{
    bool quoted = trim(value).size() != value.size() || value.starts_with('"');
    std::string text = quoted ? fmt::format("\"{}\"", value) : value;
    return fmt::format("{} ={}{}\n", row.key, text.empty() ? "" : " ", text);
}

std::string settings_file(std::string_view opening, bool with_help, const Settings* settings)
{
    std::string text = comment(opening);
    std::string_view group;
    for (const SettingRow& row : setting_table()) {
        if (row.group != group)
            text += fmt::format("\n# -- {} --\n", row.group);
        group = row.group;
        std::string bounds = bounds_of(row);
        if (with_help)
            text += "\n" + comment(fmt::format("{}{}{}", row.help, bounds.empty() ? "" : " Value: ",
                                               bounds.empty() ? "" : bounds + "."));
        text += file_line(row,
                          settings == nullptr ? std::string(row.default_text) : show_setting(row, *settings));
    }
    return text;
}

} // namespace

std::vector<cli::Flag> setting_flags()
{
    std::vector<cli::Flag> flags{
        {"config", cli::FlagKind::value, "FILE", "Reads settings from FILE (see presstime config)."}};
    for (const SettingRow& row : setting_table()) {
        if (row.kind == SettingKind::secret)
            continue;
        cli::FlagKind kind = row.kind == SettingKind::boolean ? cli::FlagKind::presence
                             : row.kind == SettingKind::list  ? cli::FlagKind::repeated
                                                              : cli::FlagKind::value;
        std::string help(row.help);
        if (!row.default_text.empty() && row.kind != SettingKind::boolean)
            help += fmt::format(" Default {}.", row.default_text);
        flags.push_back({flag_name(row), kind, placeholder_of(row), std::move(help)});
    }
    return flags;
}

std::string default_settings_file()
{
    return settings_file(
        "Every setting of Presstime with its default. Name this file with --config. Environment "
        "variables (PRESSTIME_ and the key in capitals) win over it, flags over both.",
        true, nullptr);
}

std::string print_settings(const Settings& settings)
{
    return settings_file(
        "The settings as given at the start. What was changed in the running server lies under them.", false,
        &settings);
}

std::string settings_markdown()
{
    std::string text =
        "# Settings\n\n"
        "Every setting is a line `key = value` in the file named by `--config`, an environment variable\n"
        "(`PRESSTIME_` and the key in capitals), or a flag (`--` and the key with hyphens; secrets have "
        "none). Flags\n"
        "win over the environment, the environment over the file, the file over what was changed in the "
        "running "
        "server,\n"
        "and that over the default. In the file, `#` at the beginning of a line makes it a comment; quotes "
        "around "
        "a whole\n"
        "value keep blanks at its ends. An unknown key stops the start, wherever it stands. `presstime "
        "config --default` prints a "
        "file with every key and its default.\n\n"
        "Admins of the first workspace change settings in the running server too (`PATCH /v1/settings`), but "
        "for "
        "those that\n"
        "are given at the start alone and those that the file, the environment or a flag sets. The last "
        "column "
        "says when such\n"
        "a change counts: *after a restart* means of the parts, which `POST /v1/settings/apply` does within "
        "the "
        "same process.\n"
        "What is stored so and no longer fits is passed over at the start with a warning; it does not stop "
        "the "
        "server.\n\n"
        "This page is made from the table in `src/app/settings_table.cpp`.\n";
    std::string_view group;
    for (const SettingRow& row : setting_table()) {
        if (row.group != group)
            text += fmt::format("\n## {}\n\n| key | default | meaning | changed |\n|---|---|---|---|\n",
                                row.group);
        group = row.group;
        std::string bounds = bounds_of(row);
        text += fmt::format("| `{}` | {} | {}{} | {} |\n", row.key,
                            row.default_text.empty() ? "" : fmt::format("`{}`", row.default_text), row.help,
                            bounds.empty() ? "" : fmt::format(" *{}*", bounds), effect_of(row));
    }
    return text;
}

} // namespace presstime
