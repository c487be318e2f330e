// One line a record, written with a single write() so that lines of several processes do not mix.
#include "base/log.hpp"

#include "base/clock.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <iterator>
#include <unistd.h>

namespace presstime {

namespace {

constexpr std::array<std::string_view, 5> kLevelNames = {"debug", "info", "warn", "error", "off"};

std::atomic<LogLevel> g_level{LogLevel::info};

void append_json_text(std::string& out, std::string_view value)
{
    std::string repaired;
    if (!is_valid_utf8(value)) {
        repaired = repair_utf8(value);
        value = repaired;
    }
    out += '"';
    for (char c : value) {
        auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (c == '\n')
            out += "\\n";
        else if (byte < 0x20 || byte == 0x7F)
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
        else
            out += c;
    }
    out += '"';
}

struct ValueWriter {
    std::string& out;
    void operator()(std::string_view value) const { append_json_text(out, value); }
    void operator()(std::int64_t value) const { fmt::format_to(std::back_inserter(out), "{}", value); }
    void operator()(bool value) const { out += value ? "true" : "false"; }
    void operator()(double value) const
    {
        if (std::isfinite(value))
            fmt::format_to(std::back_inserter(out), "{}", value);
        else
            out += "null";
    }
};

void append_field(std::string& line, const LogField& field)
{
    line += ',';
    append_json_text(line, field.name);
    line += ':';
    std::visit(ValueWriter{line}, field.value);
}

// A log that cannot be written has nowhere to say so: the record is lost, the program goes on.
void write_line(std::string_view line)
{
    while (!line.empty()) {
        ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        line.remove_prefix(static_cast<std::size_t>(written));
    }
}

} // namespace

void set_log_level(LogLevel level)
{
    g_level.store(level, std::memory_order_relaxed);
}

bool parse_log_level(std::string_view text, LogLevel& level)
{
    for (std::size_t i = 0; i < kLevelNames.size(); ++i)
        if (kLevelNames[i] == text) {
            level = static_cast<LogLevel>(i);
            return true;
        }
    return false;
}

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields)
{
    if (level == LogLevel::off || level < g_level.load(std::memory_order_relaxed))
        return;
    std::string line = "{\"time\":\"" + format_rfc3339(SystemClock().now()) + "\",\"level\":\"";
    line += kLevelNames[static_cast<std::size_t>(level)];
    line += "\",\"event\":";
    append_json_text(line, event);
    for (const LogField& field : fields)
        append_field(line, field);
    line += "}\n";
    write_line(line);
}

void log_error(std::string_view event, const Error& error, std::initializer_list<LogField> fields)
{
    if (LogLevel::error < g_level.load(std::memory_order_relaxed))
        return;
    std::string line =
        "{\"time\":\"" + format_rfc3339(SystemClock().now()) + "\",\"level\":\"error\",\"event\":";
    append_json_text(line, event);
    append_field(line, {"kind", to_string(error.kind)});
    append_field(line, {"message", error.message});
    if (!error.field.empty())
        append_field(line, {"field", error.field});
    if (!error.context.empty())
        append_field(line, {"context", error.context});
    for (const LogField& field : fields)
        append_field(line, field);
    line += "}\n";
    write_line(line);
}

} // namespace presstime
