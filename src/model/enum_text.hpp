// The words of every stored or published enum: what the API, the YAML files and the database all say. Words
// stand in enumerator order, one table per enum; a word once published never changes.
#pragma once

#include "model/access.hpp"
#include "model/dashboard.hpp"
#include "model/delivery.hpp"
#include "model/event.hpp"
#include "model/option_schema.hpp"
#include "model/principal.hpp"
#include "model/report.hpp"
#include "model/run.hpp"
#include "model/schedule.hpp"
#include "model/structured_query.hpp"
#include "model/webhook.hpp"
#include "model/webhook_replay.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace presstime {

template <std::size_t Count>
using Words = std::array<std::string_view, Count>;

template <typename Enum>
inline constexpr Words<0> kEnumWords{};

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

// dashboard
template <>
inline constexpr Words<6> kEnumWords<ParameterType>{"string",  "integer", "number",
                                                    "boolean", "date",    "timestamp"};
template <>
inline constexpr Words<5> kEnumWords<WidgetKind>{"kpi", "chart", "table", "text", "image"};
template <>
inline constexpr Words<14> kEnumWords<Mark>{"bar",      "line",      "area",   "combo",   "scatter",
                                            "bubble",   "pie",       "donut",  "heatmap", "histogram",
                                            "box_plot", "waterfall", "funnel", "gauge"};
template <>
inline constexpr Words<3> kEnumWords<StackMode>{"none", "stacked", "percent"};
template <>
inline constexpr Words<3> kEnumWords<LabelMode>{"auto", "on", "off"};
template <>
inline constexpr Words<3> kEnumWords<MarkerMode>{"auto", "on", "off"};
template <>
inline constexpr Words<2> kEnumWords<ScaleKind>{"linear", "log"};
template <>
inline constexpr Words<2> kEnumWords<Curve>{"straight", "step"};
template <>
inline constexpr Words<2> kEnumWords<SecondAxis>{"own", "shared"};
template <>
inline constexpr Words<3> kEnumWords<ReferenceAxis>{"y", "y2", "x"};
template <>
inline constexpr Words<5> kEnumWords<ReferenceStatistic>{"none", "avg", "median", "min", "max"};
template <>
inline constexpr Words<4> kEnumWords<Tone>{"neutral", "good", "warn", "bad"};
template <>
inline constexpr Words<3> kEnumWords<CellMark>{"none", "bar", "dot"};
template <>
inline constexpr Words<5> kEnumWords<Comparison>{"<", "<=", "=", ">=", ">"};
template <>
inline constexpr Words<3> kEnumWords<GoodDirection>{"up", "down", "neutral"};
template <>
inline constexpr Words<6> kEnumWords<TotalKind>{"none", "sum", "avg", "min", "max", "count"};

// row-level security
template <>
inline constexpr Words<12> kEnumWords<FilterOp>{
    "=", "!=", ">", ">=", "<", "<=", "in", "not_in", "like", "not_like", "is_null", "is_not_null"};
template <>
inline constexpr Words<7> kEnumWords<Aggregate>{"none", "sum",   "mean",         "min",
                                                "max",  "count", "countDistinct"};
template <>
inline constexpr Words<8> kEnumWords<TimeUnit>{"second", "minute", "hour",    "day",
                                               "week",   "month",  "quarter", "year"};
template <>
inline constexpr Words<2> kEnumWords<SortDirection>{"asc", "desc"};

// others
template <>
inline constexpr Words<3> kEnumWords<Scope>{"read", "write", "admin"};
template <>
inline constexpr Words<4> kEnumWords<Role>{"viewer", "editor", "admin", "owner"};
template <>
inline constexpr Words<3> kEnumWords<GrantLevel>{"read", "edit", "manage"};
template <>
inline constexpr Words<3> kEnumWords<GranteeKind>{"user", "group", "role"};
template <>
inline constexpr Words<12> kEnumWords<ResourceKind>{"dashboard", "query",   "report",   "run",
                                                    "alert",     "dataset", "category", "connection",
                                                    "webhook",   "user",    "token",    "workspace"};
template <>
inline constexpr Words<5> kEnumWords<PayloadFormat>{"standard", "flat", "callback", "notifications", "jwt"};
template <>
inline constexpr Words<3> kEnumWords<ReplayState>{"running", "done", "cancelled"};
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
