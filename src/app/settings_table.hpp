// The declared table of settings and the reading of one value by its row. Internal to app.
#pragma once

#include "app/settings.hpp"

#include <span>
#include <string_view>
#include <variant>

namespace presstime {

enum class SettingKind {
    text,
    path,
    secret,  // text that is masked wherever it is printed, and never a flag
    choice,  // one of `choices`
    integer, // between minimum and maximum, in `unit`
    bytes,   // the same, as "512 MiB", "2GiB" or plain bytes
    boolean, // true or false
    list,    // texts separated by commas
};

// What a change in the running server does.
enum class SettingEffect {
    at_restart, // stored, and in force once the parts have been restarted
    at_once,
    fixed, // not to be changed there: it is given at the start alone
};

using SettingTarget = std::variant<std::string Settings::*, std::int64_t Settings::*, bool Settings::*,
                                   std::vector<std::string> Settings::*>;

struct SettingRow {
    std::string_view group;
    std::string_view key;
    SettingKind kind = SettingKind::text;
    SettingTarget target;
    std::string_view default_text;
    std::string_view help;
    std::int64_t minimum = 0;
    std::int64_t maximum = 0;
    std::string_view unit;
    std::string_view choices; // "starttls, tls, none"
    SettingEffect effect = SettingEffect::at_restart;
    Result<> (*check)(const std::string&) = nullptr; // of a text that is not empty, or of each item of a list
};

std::span<const SettingRow> setting_table();
const SettingRow* find_setting(std::string_view key);

// Reads `text` into the row's member. `invalid` with the key
// as field and what would be right; a secret is not quoted.
Result<> read_setting(const SettingRow& row, std::string_view text, Settings& settings);
// The value as read_setting() would take it; a secret as asterisks, or nothing when it is not set.
std::string show_setting(const SettingRow& row, const Settings& settings);
bool is_same_setting(const SettingRow& row, const Settings& one, const Settings& other);
void copy_setting(const SettingRow& row, const Settings& from, Settings& to);
// A number of the row as people read it: "2 GiB", "64".
std::string show_number(const SettingRow& row, std::int64_t number);

} // namespace presstime
