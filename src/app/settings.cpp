// Gathers each key's text from file, environment and flags with where it stood,
// reads them by the table, then checks what only several settings together can
// say. It touches nothing but the settings file and the password file.
#include "app/settings.hpp"

#include "app/settings_table.hpp"
#include "base/text.hpp"
#include "platform/http/listen_address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>

namespace presstime {

namespace {

constexpr std::size_t kFileLimit = 1 << 20;
constexpr std::string_view kPrefix = "PRESSTIME_";
// Variables of that prefix which are no settings: two for the process itself, the rest for its tests.
constexpr std::array<std::string_view, 5> kOtherVariables{"FAIL_POINT", "DUCKDB_LIBRARY", "REBASELINE",
                                                          "BINARY", "SOURCE"};
constexpr std::string_view kTestVariables = "TEST_";

using control::SettingSource;

std::string upper(std::string_view text)
{
    std::string result(text);
    for (char& c : result)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return result;
}

std::unexpected<Error> refuse(std::string_view key, std::string_view where, std::string_view sentence)
{
    return fail(Error::invalid(std::string(key), fmt::format("{}: {}", where, sentence)));
}

// `shown` is the key as it stands at `where`; `spell` writes the suggestion the same way.
template <typename Spell>
std::unexpected<Error> unknown_key(std::string_view key, std::string_view shown, std::string_view where,
                                   const Spell& spell)
{
    std::vector<std::string> keys;
    for (const SettingRow& row : setting_table())
        keys.emplace_back(row.key);
    std::string clipped = repair_utf8(clip_utf8(shown, 80));
    auto near = did_you_mean(key, keys);
    return refuse(key, where,
                  near ? fmt::format("unknown setting {}; did you mean {}?", clipped, spell(*near))
                       : fmt::format("unknown setting {}; presstime config lists all", clipped));
}

// "key = value"; quotes around the whole value keep blanks at its ends.
Result<> take_line(std::string_view line, const std::string& where, GivenSettings& given)
{
    line = trim(line);
    if (line.empty() || line.front() == '#')
        return {};
    std::size_t equals = line.find('=');
    if (equals == std::string_view::npos)
        return refuse({}, where, "is not of the form key = value; a comment begins with #");
    std::string key(trim(line.substr(0, equals)));
    std::string_view value = trim(line.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
        value = value.substr(1, value.size() - 2);
    if (find_setting(key) == nullptr)
        return unknown_key(key, key, where, [](std::string_view name) { return std::string(name); });
    auto [entry, fresh] =
        given.try_emplace(key, GivenSetting{std::string(value), where, SettingSource::file});
    if (!fresh)
        return refuse(key, where, fmt::format("{} is set already at {}", key, entry->second.where));
    return {};
}

Result<std::string> read_file(const std::filesystem::path& path)
{
    std::error_code error;
    std::uintmax_t bytes = std::filesystem::file_size(path, error);
    std::ifstream file(path, std::ios::binary);
    if (error || !file)
        return refuse("config", path.string(),
                      "cannot be read; does the file exist, and may this user read it?");
    if (bytes > kFileLimit)
        return refuse("config", path.string(), "is over 1 MiB; is it a settings file?");
    std::string text(bytes, '\0');
    if (!file.read(text.data(), static_cast<std::streamsize>(bytes)))
        return refuse("config", path.string(), "cannot be read");
    return text;
}

Result<> take_file(const std::filesystem::path& path, GivenSettings& given)
{
    std::string text = TRY(read_file(path));
    GivenSettings in_file;
    int number = 0;
    for (std::string_view line : split(text, '\n'))
        TRY(take_line(line, fmt::format("{}:{}", path.string(), ++number), in_file));
    for (auto& [key, value] : in_file)
        given.insert_or_assign(key, std::move(value));
    return {};
}

Result<> take_environment(const std::vector<std::string>& environment, GivenSettings& given)
{
    for (std::string_view entry : environment) {
        if (!entry.starts_with(kPrefix))
            continue;
        std::string_view variable = entry.substr(0, entry.find('='));
        std::string_view name = variable.substr(kPrefix.size());
        if (std::find(kOtherVariables.begin(), kOtherVariables.end(), name) != kOtherVariables.end() ||
            name.starts_with(kTestVariables))
            continue;
        std::string key = to_lower_ascii(name);
        if (find_setting(key) == nullptr || upper(key) != name)
            return unknown_key(key, variable, "environment",
                               [](std::string_view known) { return std::string(kPrefix) + upper(known); });
        std::string_view value = entry.size() > variable.size() ? entry.substr(variable.size() + 1) : "";
        given.insert_or_assign(
            key, GivenSetting{std::string(value), std::string(variable), SettingSource::environment});
    }
    return {};
}

void take_flags(const std::map<std::string, std::vector<std::string>>& flags, GivenSettings& given)
{
    for (const auto& [flag, values] : flags) {
        std::string key = flag;
        std::replace(key.begin(), key.end(), '-', '_');
        const SettingRow* row = find_setting(key);
        if (row != nullptr && row->kind != SettingKind::secret)
            given.insert_or_assign(key, GivenSetting{join(values, ","), "--" + flag, SettingSource::flag});
    }
}

Result<Settings> read_all(const GivenSettings& given)
{
    Settings settings;
    for (const SettingRow& row : setting_table()) {
        auto found = given.find(std::string(row.key));
        std::string_view text =
            found == given.end() ? row.default_text : std::string_view(found->second.text);
        auto read = read_setting(row, text, settings);
        if (!read)
            return refuse(row.key, found == given.end() ? row.key : found->second.where,
                          read.error().message);
    }
    return settings;
}

Result<> take_password_file(Settings& settings)
{
    if (settings.smtp_password_file.empty())
        return {};
    std::string_view key = "smtp_password_file";
    if (!settings.smtp_password.empty())
        return refuse(key, key, "smtp_password is set as well; set one of the two");
    std::ifstream file(settings.smtp_password_file);
    std::string line;
    if (!std::getline(file, line) || line.empty() || line.size() > 4096)
        return refuse(key, key,
                      fmt::format("{} cannot be read, or its first line is empty or over 4096 bytes",
                                  settings.smtp_password_file));
    if (line.ends_with('\r'))
        line.pop_back();
    settings.smtp_password = std::move(line);
    return {};
}

Result<> check_together(const Settings& settings)
{
    if (settings.data_dir.empty())
        return refuse("data_dir", "data_dir", "must name a folder");
    if (settings.listen.empty())
        return refuse("listen", "listen", "must name at least one address, such as 127.0.0.1:8080");
    for (const std::string& listen : settings.listen)
        if (!settings.insecure && !TRY(http::parse_listen_address(listen)).is_loopback())
            return refuse(
                "listen", "listen",
                fmt::format("other machines reach {} and this server speaks no TLS; listen on 127.0.0.1 "
                            "behind a proxy that does, or say --insecure",
                            listen));
    if (!settings.smtp_host.empty() && settings.smtp_from.empty())
        return refuse("smtp_from", "smtp_from",
                      "must be set when smtp_host is, to the sender's address of mails");
    if (!settings.smtp_user.empty() && settings.smtp_password.empty())
        return refuse("smtp_password", "smtp_password",
                      "must be set when smtp_user is, or smtp_password_file");
    return {};
}

std::string absolute(const std::string& path)
{
    return path.empty() ? path : std::filesystem::absolute(path).lexically_normal().string();
}

void complete(Settings& settings)
{
    settings.data_dir = absolute(settings.data_dir);
    settings.secret_key_file = settings.secret_key_file.empty()
                                   ? (std::filesystem::path(settings.data_dir) / "secret.key").string()
                                   : absolute(settings.secret_key_file);
    if (settings.source_roots.empty())
        settings.source_roots.push_back((std::filesystem::path(settings.data_dir) / "data").string());
    for (std::string& root : settings.source_roots)
        root = absolute(root);
    settings.smtp_ca_file = absolute(settings.smtp_ca_file);
    settings.smtp_password_file = absolute(settings.smtp_password_file);
    while (settings.public_url.ends_with('/'))
        settings.public_url.pop_back();
}

} // namespace

SettingSources setting_sources(const cli::Arguments& arguments, const char* const* environment)
{
    SettingSources sources;
    if (auto file = arguments.value("config"))
        sources.file = *file;
    for (; environment != nullptr && *environment != nullptr; ++environment)
        sources.environment.emplace_back(*environment);
    sources.flags = arguments.flags;
    return sources;
}

Result<Settings> load_settings(const SettingSources& sources)
{
    GivenSettings given;
    if (sources.file)
        TRY(take_file(*sources.file, given));
    TRY(take_environment(sources.environment, given));
    take_flags(sources.flags, given);
    return read_settings(std::move(given));
}

Result<Settings> read_settings(GivenSettings given)
{
    Settings settings = TRY(read_all(given));
    TRY(take_password_file(settings));
    TRY(check_together(settings));
    complete(settings);
    settings.given = std::move(given);
    return settings;
}

} // namespace presstime
