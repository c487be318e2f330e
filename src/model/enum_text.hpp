// The words of every stored or published enum: what the API, the YAML files and the database all say. Words
// stand in enumerator order, one table per enum; a word once published never changes.
#pragma once

#include "model/delivery.hpp"
#include "model/enum_words.hpp"
#include "model/enum_words_access.hpp"
#include "model/enum_words_dashboard.hpp"
#include "model/option_schema.hpp"
#include "model/report.hpp"
#include "model/run.hpp"
#include "model/schedule.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace presstime {

// schedule
template <>
inline constexpr Words<8> kEnumWords<ScheduleKind>{"minutely", "hourly", "daily", "weekly",
                                                   "monthly",  "cron",   "once",  "trigger"};
template <>
inline constexpr Words<3> kEnumWords<MonthEnd>{"skip", "clamp", "last"};
template <>
inline constexpr Words<2> kEnumWords<DstGap>{"shift", "skip"};
template <>
inline constexpr Words<3> kEnumWords<DstOverlap>{"first", "last", "both"};
template <>
inline constexpr Words<3> kEnumWords<Misfire>{"latest", "all", "none"};
template <>
inline constexpr Words<3> kEnumWords<Overlap>{"queue_one", "skip", "allow"};

// report
template <>
inline constexpr Words<3> kEnumWords<Paper>{"A4", "Letter", "A3"};
template <>
inline constexpr Words<2> kEnumWords<Orientation>{"portrait", "landscape"};
template <>
inline constexpr Words<2> kEnumWords<EmailMode>{"together", "each"};
template <>
inline constexpr Words<2> kEnumWords<CsvLayout>{"sections", "zip"};
template <>
inline constexpr Words<2> kEnumWords<UnknownOutcome>{"resend", "hold"};
template <>
inline constexpr Words<2> kEnumWords<RunAs>{"owner", "viewer"};

// run
template <>
inline constexpr Words<7> kEnumWords<RunStatus>{"queued", "running",   "success", "partial",
                                                "failed", "cancelled", "skipped"};
template <>
inline constexpr Words<6> kEnumWords<RunCause>{"schedule", "catch_up", "manual", "test", "trigger", "replay"};
template <>
inline constexpr Words<4> kEnumWords<RunPhase>{"query", "render", "deliver", "done"};

// delivery
template <>
inline constexpr Words<8> kEnumWords<DeliveryState>{"pending",  "sending", "retrying",  "accepted",
                                                    "rejected", "unknown", "cancelled", "suppressed"};
template <>
inline constexpr Words<5> kEnumWords<DeliveryPurpose>{"report", "failure_notice", "event", "webhook_notice",
                                                      "account"};
template <>
inline constexpr Words<5> kEnumWords<DeliveryCause>{"event", "retry", "test", "redeliver", "replay"};
template <>
inline constexpr Words<3> kEnumWords<RecipientRole>{"to", "cc", "bcc"};
template <>
inline constexpr Words<4> kEnumWords<AttemptOutcome>{"accepted", "deferred", "rejected", "unknown"};

// others
template <>
inline constexpr Words<4> kEnumWords<OptionType>{"text", "integer", "boolean", "secret"};

template <typename Enum>
constexpr std::string_view to_text(Enum value)
{
    static_assert(!kEnumWords<Enum>.empty(), "this enum has no words yet: add its table above");
    return kEnumWords<Enum>.at(static_cast<std::size_t>(value));
}

// The enumerator that `word` names, spelled exactly; nothing when there is none.
template <typename Enum>
constexpr std::optional<Enum> from_text(std::string_view word)
{
    static_assert(!kEnumWords<Enum>.empty(), "this enum has no words yet: add its table above");
    for (std::size_t index = 0; index < kEnumWords<Enum>.size(); ++index)
        if (kEnumWords<Enum>[index] == word)
            return static_cast<Enum>(index);
    return std::nullopt;
}

// "queue_one, skip, allow": the valid words, for messages.
template <typename Enum>
std::string list_words()
{
    std::string list;
    for (std::string_view word : kEnumWords<Enum>) {
        if (!list.empty())
            list += ", ";
        list += word;
    }
    return list;
}

} // namespace presstime
