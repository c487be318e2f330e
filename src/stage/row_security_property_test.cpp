// Random rows, random filters and random queries: what every engine answers is what a filter written in C++
// leaves, computed on in C++.
#include "source/source_engines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <random>

namespace presstime {
namespace {

using namespace source_test;

struct Row {
    std::int64_t id = 0;
    std::optional<std::int64_t> amount;
    std::optional<std::string> region;
};

// What a comparison says, nothing when it is about NULL.
template <typename T>
bool compare(FilterOp op, const T& cell, const T& value)
{
    switch (op) {
    case FilterOp::equal:
        return cell == value;
    case FilterOp::not_equal:
        return cell != value;
    case FilterOp::greater:
        return cell > value;
    case FilterOp::greater_or_equal:
        return cell >= value;
    case FilterOp::less:
        return cell < value;
    default:
        return cell <= value;
    }
}

template <typename T>
bool holds(const FilterTerm& term, const std::optional<T>& cell)
{
    if (term.op == FilterOp::is_null || term.op == FilterOp::is_not_null)
        return cell.has_value() == (term.op == FilterOp::is_not_null);
    if (!cell)
        return false;
    const bool listed =
        std::ranges::any_of(term.values, [&](const Value& value) { return std::get<T>(value) == *cell; });
    if (term.op == FilterOp::in || term.op == FilterOp::not_in)
        return listed == (term.op == FilterOp::in);
    return compare(term.op, *cell, std::get<T>(term.values.front()));
}

bool passes(const RowFilter& filter, const Row& row)
{
    return std::ranges::any_of(filter, [&](const FilterGroup& group) {
        return std::ranges::all_of(group, [&](const FilterTerm& term) {
            return term.field == "region"   ? holds(term, row.region)
                   : term.field == "amount" ? holds(term, row.amount)
                                            : holds(term, std::optional<std::int64_t>(row.id));
        });
    });
}

class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}
    std::int64_t number(std::int64_t low, std::int64_t high)
    {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
    }
    std::string region()
    {
        return std::vector<std::string>{
            "A", "B", "a", "", "O'B", "%", "10", "é"}[static_cast<std::size_t>(number(0, 7))];
    }
    Row row(std::int64_t id)
    {
        Row row{id, {}, {}};
        if (number(0, 5) > 0)
            row.amount = number(-20, 20);
        if (number(0, 5) > 0)
            row.region = region();
        return row;
    }
    FilterTerm term()
    {
        static constexpr FilterOp kOps[] = {
            FilterOp::equal,   FilterOp::not_equal,     FilterOp::greater, FilterOp::greater_or_equal,
            FilterOp::less,    FilterOp::less_or_equal, FilterOp::in,      FilterOp::not_in,
            FilterOp::is_null, FilterOp::is_not_null};
        FilterTerm term;
        const bool text = number(0, 1) == 0;
        term.field = text ? "region" : number(0, 3) == 0 ? "id" : "amount";
        term.op = kOps[number(0, 9)];
        const bool list = term.op == FilterOp::in || term.op == FilterOp::not_in;
        const bool none = term.op == FilterOp::is_null || term.op == FilterOp::is_not_null;
        const std::int64_t values = none ? 0 : list ? number(0, 4) : 1;
        for (std::int64_t at = 0; at < values; ++at)
            term.values.push_back(text ? Value{region()} : Value{number(-20, 20)});
        return term;
    }
    RowFilter filter()
    {
        RowFilter filter(static_cast<std::size_t>(number(0, 3)));
        for (FilterGroup& group : filter)
            for (std::int64_t left = number(1, 3); left > 0; --left)
                group.push_back(term());
        return filter;
    }

private:
    std::mt19937_64 random_;
};

struct Question {
    std::string sql;
    std::string expected;
};

std::string shown(const std::optional<std::int64_t>& value)
{
    return value ? std::to_string(*value) : "NULL";
}

std::optional<std::int64_t> sum_of(const std::vector<Row>& rows)
{
    std::optional<std::int64_t> sum;
    for (const Row& row : rows)
        if (row.amount)
            sum = sum.value_or(0) + *row.amount;
    return sum;
}

Question total(const std::vector<Row>& rows)
{
    return {"SELECT count(*), sum(amount), max(id) FROM t",
            fmt::format("{}|{}|{}\n", rows.size(), shown(sum_of(rows)),
                        rows.empty() ? "NULL" : std::to_string(rows.back().id))};
}

Question window(const std::vector<Row>& rows)
{
    Question question{"SELECT id, count(*) OVER () FROM t ORDER BY id", ""};
    for (const Row& row : rows)
        question.expected += fmt::format("{}|{}\n", row.id, rows.size());
    return question;
}

Question page(const std::vector<Row>& rows, Dice& dice)
{
    const auto limit = static_cast<std::size_t>(dice.number(0, 10));
    const auto offset = static_cast<std::size_t>(dice.number(0, 10));
    Question question{fmt::format("SELECT id FROM t ORDER BY id LIMIT {} OFFSET {}", limit, offset), ""};
    for (std::size_t at = offset; at < std::min(rows.size(), offset + limit); ++at)
        question.expected += fmt::format("{}\n", rows[at].id);
    return question;
}

Question pairs(const std::vector<Row>& rows, Dice& dice)
{
    const std::int64_t bound = dice.number(-20, 20);
    std::size_t found = 0;
    for (const Row& a : rows)
        for (const Row& b : rows)
            found += a.amount && b.amount && *a.amount < *b.amount && *a.amount > bound ? 1 : 0;
    return {fmt::format("WITH x AS (SELECT * FROM t WHERE amount > {}) SELECT count(*) FROM x JOIN T AS y ON "
                        "x.amount < y.amount",
                        bound),
            fmt::format("{}\n", found)};
}

class RowSecurityProperty : public SourceConformance {};

TEST_P(RowSecurityProperty, EveryEngineAnswersAsTheModelDoes)
{
    const char* given = std::getenv("PRESSTIME_SEED");
    const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : 20261121;
    SCOPED_TRACE(fmt::format("PRESSTIME_SEED={}", seed));
    Dice dice(seed);
    std::vector<Row> all;
    std::string values;
    for (std::int64_t id = 1; id <= 60; ++id) {
        const Row& row = all.emplace_back(dice.row(id));
        std::string region = "NULL";
        if (row.region)
            region = *row.region == "O'B" ? "'O''B'" : fmt::format("'{}'", *row.region);
        values += fmt::format("{}({}, {}, {})", id > 1 ? ", " : "", id, shown(row.amount), region);
    }
    const std::vector<std::string> script = {"CREATE TABLE t(id INTEGER, amount INTEGER, region VARCHAR)",
                                             "INSERT INTO t VALUES " + values};
    for (const std::string& sql : script)
        GetParam().name == "duckdb" ? run_duckdb(path_, {sql}) : run_sqlite(path_, sql);
    for (int round = 0; round < 25; ++round) {
        const SecurityContext security{true, {}, {{"t", dice.filter()}}};
        std::vector<Row> rows;
        std::ranges::copy_if(all, std::back_inserter(rows),
                             [&](const Row& row) { return passes(security.filters.at("t"), row); });
        for (const Question& question : {total(rows), window(rows), page(rows, dice), pairs(rows, dice)}) {
            const auto composed =
                source_->compose(question.sql, {{{"", "t", "shop", "t", ""}}, security}, {}, soon());
            ASSERT_TRUE(composed) << composed.error().message;
            const auto got = ask(*source_, composed->sql, composed->bindings);
            ASSERT_TRUE(got) << got.error().message << "\n" << composed->sql;
            ASSERT_EQ(got->substr(got->find('\n') + 1), question.expected) << "round " << round << "\n"
                                                                           << composed->sql;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(BuiltIn, RowSecurityProperty, testing::ValuesIn(kEngines),
                         [](const auto& engine) { return engine.param.name; });

} // namespace
} // namespace presstime
