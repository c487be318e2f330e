#include "calendar/parameter_expression.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

Instant at(std::string_view text)
{
    return parse_rfc3339(text).value();
}

const Period kApril{at("2026-04-01T00:00:00Z"), at("2026-05-01T00:00:00Z")};
const Instant kNominal = at("2026-05-01T09:00:00Z");

Result<Value> evaluate(std::string_view text, ParameterType type)
{
    return evaluate_parameter(text, type, kApril, kNominal, "parameters.p");
}

TEST(ParameterExpression, ComputesFromTheRunsOwnInstants)
{
    auto instant = [](std::string_view text) {
        return format_rfc3339(std::get<Instant>(evaluate(text, ParameterType::timestamp).value()));
    };
    EXPECT_EQ(instant("period_start"), "2026-04-01T00:00:00Z");
    EXPECT_EQ(instant("period_start - 7d"), "2026-03-25T00:00:00Z");
    EXPECT_EQ(instant("period_end-1m"), "2026-04-30T23:59:00Z");
    EXPECT_EQ(instant(" nominal_at + 2h - 1w "), "2026-04-24T11:00:00Z");
    EXPECT_EQ(instant("2026-01-01T01:00:00+01:00"), "2026-01-01T00:00:00Z");
}

TEST(ParameterExpression, ReadsLiteralsOfEachType)
{
    EXPECT_EQ(evaluate("42", ParameterType::integer).value(), Value{std::int64_t{42}});
    EXPECT_EQ(evaluate("0.5", ParameterType::real).value(), Value{0.5});
    EXPECT_EQ(evaluate("true", ParameterType::boolean).value(), Value{true});
    EXPECT_EQ(evaluate("2026-04-21", ParameterType::date).value(), Value{parse_date("2026-04-21").value()});
    EXPECT_EQ(evaluate("period_start", ParameterType::text).value(), Value{std::string("period_start")});
}

TEST(ParameterExpression, RefusesWhatDoesNotFitByField)
{
    for (std::string_view text :
         {"", "yesterday", "period_start - 7", "period_start 7d", "period_start -", "period_start - 7y",
          "period_start - -7d", "period_start - 99999999999999999999d", "period_start - 999999999w", "- 7d",
          "period_start - 1d - 1d - 1d - 1d - 1d - 1d - 1d - 1d - 1d"}) {
        Result<Value> value = evaluate(text, ParameterType::timestamp);
        ASSERT_FALSE(value.has_value()) << text;
        EXPECT_EQ(value.error().field, "parameters.p");
    }
    EXPECT_FALSE(evaluate("4.5", ParameterType::integer).has_value());
    EXPECT_FALSE(evaluate("yes", ParameterType::boolean).has_value());
    EXPECT_NE(evaluate("period_start", ParameterType::date).error().message.find("type timestamp"),
              std::string::npos);
}

} // namespace
} // namespace presstime
