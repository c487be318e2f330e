// One value between its text and its member of Settings, by the kind its row declares.
#include "app/settings_table.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <utility>

namespace presstime {

namespace {

constexpr std::size_t kTextLimit = 4096;
constexpr std::array<std::pair<std::string_view, int>, 9> kByteUnits{{{"tib", 40},
                                                                      {"gib", 30},
                                                                      {"mib", 20},
                                                                      {"kib", 10},
                                                                      {"t", 40},
                                                                      {"g", 30},
                                                                      {"m", 20},
                                                                      {"k", 10},
                                                                      {"b", 0}}};

std::unexpected<Error> refuse(const SettingRow& row, std::string_view text, std::string_view what)
{
    std::string sentence = row.kind == SettingKind::secret
                               ? fmt::format("the value of {} {}", row.key, what)
                               : fmt::format("\"{}\" {}", repair_utf8(clip_utf8(text, 80)), what);
    return fail(Error::invalid(std::string(row.key), std::move(sentence)));
}

std::optional<std::int64_t> parse_bytes(std::string_view text)
{
    std::string lower = to_lower_ascii(text);
    std::string_view digits = lower;
    int shift = 0;
    for (const auto& [unit, unit_shift] : kByteUnits) {
        if (digits.ends_with(unit)) {
            digits.remove_suffix(unit.size());
            shift = unit_shift;
            break;
        }
    }
    auto count = parse_int(trim(digits));
    if (!count || *count < 0 || *count > std::numeric_limits<std::int64_t>::max() >> shift)
        return std::nullopt;
    return *count << shift;
}

// The largest unit that divides it, so that the text reads back to the same number.
std::string show_bytes(std::int64_t bytes)
{
    constexpr std::array<std::pair<std::string_view, int>, 4> kUnits{
        {{" TiB", 40}, {" GiB", 30}, {" MiB", 20}, {" KiB", 10}}};
    for (const auto& [unit, shift] : kUnits)
        if (bytes != 0 && bytes % (std::int64_t{1} << shift) == 0)
            return fmt::format("{}{}", bytes >> shift, unit);
    return fmt::format("{}", bytes);
}

Result<> read_number(const SettingRow& row, std::string_view text, std::int64_t& member)
{
    bool bytes = row.kind == SettingKind::bytes;
    auto value = bytes ? parse_bytes(text) : parse_int(text);
    if (!value || *value < row.minimum || *value > row.maximum) {
        std::string unit = row.unit.empty() ? "" : fmt::format(" ({})", row.unit);
        return refuse(
            row, text,
            bytes ? fmt::format("is not a size from {} to {}, such as 512 MiB", show_bytes(row.minimum),
                                show_bytes(row.maximum))
                  : fmt::format("is not a whole number from {} to {}{}", row.minimum, row.maximum, unit));
    }
    member = *value;
    return {};
}

Result<> read_boolean(const SettingRow& row, std::string_view text, bool& member)
{
    std::string lower = to_lower_ascii(text);
    bool yes = lower == "true" || lower == "yes" || lower == "on" || lower == "1";
    if (!yes && lower != "false" && lower != "no" && lower != "off" && lower != "0")
        return refuse(row, text, "is neither true nor false");
    member = yes;
    return {};
}

Result<> check_text(const SettingRow& row, const std::string& text)
{
    if (text.size() > kTextLimit)
        return refuse(row, text, fmt::format("is longer than {} bytes", kTextLimit));
    if (!is_valid_utf8(text) || has_control_characters(text))
        return refuse(row, "...", "holds a control character or invalid UTF-8");
    if (text.empty() || row.check == nullptr)
        return {};
    if (auto checked = row.check(text); !checked) {
        const std::string& why = checked.error().message;
        if (why.starts_with('"')) // the parser quotes the value itself
            return fail(Error::invalid(std::string(row.key), why));
        return refuse(row, text,
                      why.starts_with("is ") || why.starts_with("must ") ? why : "is refused: " + why);
    }
    return {};
}

Result<> read_text(const SettingRow& row, std::string_view text, std::string& member)
{
    std::string value(text);
    if (row.kind == SettingKind::choice) {
        for (std::string_view choice : split(row.choices, ','))
            if (trim(choice) == value)
                return member = value, Result<>{};
        return refuse(row, text, fmt::format("is none of {}", row.choices));
    }
    TRY(check_text(row, value));
    member = std::move(value);
    return {};
}

Result<> read_list(const SettingRow& row, std::string_view text, std::vector<std::string>& member)
{
    std::vector<std::string> items;
    for (std::string_view item : split(text, ',')) {
        if (trim(item).empty())
            continue;
        items.emplace_back(trim(item));
        TRY(check_text(row, items.back()));
    }
    member = std::move(items);
    return {};
}

} // namespace

Result<> read_setting(const SettingRow& row, std::string_view text, Settings& settings)
{
    if (auto* number = std::get_if<std::int64_t Settings::*>(&row.target))
        return read_number(row, text, settings.**number);
    if (auto* boolean = std::get_if<bool Settings::*>(&row.target))
        return read_boolean(row, text, settings.**boolean);
    if (auto* list = std::get_if<std::vector<std::string> Settings::*>(&row.target))
        return read_list(row, text, settings.**list);
    return read_text(row, text, settings.*std::get<std::string Settings::*>(row.target));
}

std::string show_number(const SettingRow& row, std::int64_t number)
{
    return row.kind == SettingKind::bytes ? show_bytes(number) : fmt::format("{}", number);
}

std::string show_setting(const SettingRow& row, const Settings& settings)
{
    if (auto* number = std::get_if<std::int64_t Settings::*>(&row.target))
        return show_number(row, settings.**number);
    if (auto* boolean = std::get_if<bool Settings::*>(&row.target))
        return settings.**boolean ? "true" : "false";
    if (auto* list = std::get_if<std::vector<std::string> Settings::*>(&row.target))
        return join(settings.**list, ", ");
    const std::string& text = settings.*std::get<std::string Settings::*>(row.target);
    return row.kind == SettingKind::secret && !text.empty() ? "********" : text;
}

bool is_same_setting(const SettingRow& row, const Settings& one, const Settings& other)
{
    return std::visit([&](auto member) { return one.*member == other.*member; }, row.target);
}

void copy_setting(const SettingRow& row, const Settings& from, Settings& to)
{
    std::visit([&](auto member) { to.*member = from.*member; }, row.target);
}

} // namespace presstime
