// Structured log: one JSON object a line on standard error. {"time","level","event", then the fields}.
// Values are escaped; control characters cannot break a line. Safe from any thread.
#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

namespace presstime {

enum class LogLevel { debug, info, warn, error, off };

struct LogField {
    std::string_view name;
    std::variant<std::string_view, std::int64_t, double, bool> value;

    LogField(std::string_view n, std::string_view v) : name(n), value(v) {}
    LogField(std::string_view n, const char* v) : name(n), value(std::string_view(v)) {}
    LogField(std::string_view n, const std::string& v) : name(n), value(std::string_view(v)) {}
    LogField(std::string_view n, bool v) : name(n), value(v) {}
    LogField(std::string_view n, double v) : name(n), value(v) {}
    template <typename Int>
        requires std::is_integral_v<Int> && (!std::is_same_v<Int, bool>)
    LogField(std::string_view n, Int v) : name(n), value(static_cast<std::int64_t>(v))
    {
    }
};

void set_log_level(LogLevel level);
bool parse_log_level(std::string_view text, LogLevel& level);

// `event` is a stable dotted name ("run.finished"), the fields say the rest.
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});
void log_error(std::string_view event, const Error& error, std::initializer_list<LogField> fields = {});

inline void log_info(std::string_view event, std::initializer_list<LogField> fields = {})
{
    log(LogLevel::info, event, fields);
}
inline void log_warn(std::string_view event, std::initializer_list<LogField> fields = {})
{
    log(LogLevel::warn, event, fields);
}

} // namespace presstime
