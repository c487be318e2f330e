// The words of rights, filters of rows, and webhooks.
#pragma once

#include "model/access.hpp"
#include "model/enum_words.hpp"
#include "model/principal.hpp"
#include "model/secure_filter.hpp"
#include "model/structured_query.hpp"
#include "model/webhook.hpp"
#include "model/webhook_replay.hpp"

namespace presstime {

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

// access and webhooks
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

} // namespace presstime
