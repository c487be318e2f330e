// Queries given as data, compiled and run on every engine.
#include "codec/security_json.hpp"
#include "source/source_engines.hpp"
#include "source/structured_query.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>

namespace presstime {
namespace {

using namespace source_test;

class StructuredQueries : public SourceConformance {
protected:
    void SetUp() override
    {
        SourceConformance::SetUp();
        const std::vector<std::string> script = {
            "CREATE TABLE orders(id INTEGER, region VARCHAR, amount INTEGER, day DATE, \"od\"\"d name\" "
            "VARCHAR)",
            "INSERT INTO orders VALUES (1, 'A', 10, '2026-01-05', 'x'), (2, 'A', 30, '2026-02-05', 'y'),"
            "(3, 'B', 100, '2026-02-28', 'y'), (4, NULL, NULL, NULL, NULL)"};
        for (const std::string& sql : script)
            GetParam().name == "duckdb" ? run_duckdb(path_, {sql}) : run_sqlite(path_, sql);
    }

    // The result with its line of column names, without types; or the field and message of the refusal.
    std::string answer(const std::string& json, const std::optional<SecurityContext>& security = {})
    {
        auto got = run(json, security);
        return got ? *got : got.error().field + ": " + got.error().message;
    }
    Result<std::string> run(const std::string& json, const std::optional<SecurityContext>& security)
    {
        const Dataset orders{"ds_1", "orders", "shop", "orders", ""};
        const auto query = TRY(codec::structured_query_from_json(boost::json::parse(json), ""));
        const auto columns = TRY(source_->describe_dataset(orders, {}, soon()));
        CompiledQuery compiled = TRY(compile_structured_query(query, orders, columns, source_->dialect()));
        ComposedQuery composed = TRY(source_->compose(compiled.sql, {{orders}, security}, {}, soon()));
        composed.bindings.insert(composed.bindings.end(), compiled.bindings.begin(), compiled.bindings.end());
        auto reader = TRY(source_->query(composed.sql, composed.bindings, {}, soon()));
        std::string names;
        for (const Column& column : reader->columns())
            names += column.name + " ";
        std::string all = TRY(read_all(*reader));
        return names + all.substr(all.find('\n'));
    }
};

TEST_P(StructuredQueries, GroupByDimensionsAndAggregate)
{
    EXPECT_EQ(
        answer(
            R"({"dataSetId":"orders","dimension":["region"],"measure":[{"field":"amount","aggregate":"sum"},
        {"field":"id","aggregate":"count"},{"field":"amount","aggregate":"max"}],
        "order":[{"field":"amount","aggregate":"sum","direction":"desc"}]})"),
        "region amount_sum id_count amount_max \nB|100|1|100\nA|40|2|30\nNULL|NULL|1|NULL\n");
    EXPECT_EQ(answer(R"({"dataSetId":"orders","measure":[{"field":"region","aggregate":"countDistinct"}]})"),
              "region_countDistinct \n2\n");
}

TEST_P(StructuredQueries, ReturnRowsAsTheyAreWithoutAggregates)
{
    EXPECT_EQ(answer(R"({"dataSetId":"orders","dimension":[],"filter":[],"limit":2,"offset":1,
        "measure":[{"field":"id","aggregate":"none"},{"field":"od\"d name","aggregate":"none"}],
        "order":[{"field":"id","aggregate":"none","direction":"asc"}],"timeDimension":null})"),
              "id od\"d name \n2|y\n3|y\n");
    EXPECT_EQ(
        answer(R"({"dataSetId":"orders","measure":[{"field":"id"}],"offset":3,"order":[{"field":"id"}]})"),
        "id \n4\n");
}

TEST_P(StructuredQueries, CutTimeToUnits)
{
    const auto by = [&](const std::string& unit) {
        const std::string got =
            answer(R"({"dataSetId":"orders","timeDimension":{"field":"day","truncate":")" + unit +
                   R"("},"measure":[{"field":"id","aggregate":"count"}],
                   "filter":[[{"field":"day","op":"is_not_null"}]],
                   "order":[{"field":"day"}]})");
        return got.substr(got.find('\n') + 1);
    };
    EXPECT_EQ(by("month"), "2026-01-01|1\n2026-02-01|2\n");
    EXPECT_EQ(by("quarter"), "2026-01-01|3\n");
    EXPECT_EQ(by("year"), "2026-01-01|3\n");
    EXPECT_EQ(by("week"), "2026-01-05|1\n2026-02-02|1\n2026-02-23|1\n");
    EXPECT_EQ(by("day"), "2026-01-05|1\n2026-02-05|1\n2026-02-28|1\n");
}

TEST_P(StructuredQueries, TheCallersFilterStandsInsideTheSecureOne)
{
    const SecurityContext security{
        true, {}, {{"orders", {{{"region", FilterOp::equal, {std::string("A")}}}}}}};
    const std::string all =
        R"({"dataSetId":"orders","measure":[{"field":"amount","aggregate":"sum"}],"filter":)";
    EXPECT_EQ(answer(all + "[]}", security), "amount_sum \n40\n");
    EXPECT_EQ(
        answer(all + R"([[{"field":"region","op":"=","value":"B"}],[{"field":"id","op":">","value":1}]]})",
               security),
        "amount_sum \n30\n");
    EXPECT_EQ(answer(all + R"([[{"field":"region","op":"=","value":"' OR 1=1 --"}]]})", security),
              "amount_sum \nNULL\n");
}

TEST_P(StructuredQueries, RefuseByPath)
{
    const std::vector<std::pair<std::string, std::string>> cases = {
        {R"("dimension":["regoin"])",
         "dimension[0]: dimension[0] names a column that is not there: regoin; did you mean "
         "region?"},
        {R"("dimension":["region","REGION"])",
         "dimension[1]: dimension[1] selects REGION, which is selected already"},
        {R"("measure":[{"field":"region","aggregate":"sum"}])",
         "measure[0].field: measure[0].field must be a column of numbers to give a sum; region holds text"},
        {R"("dimension":["region"],"order":[{"field":"amount"}])",
         "order[0].field: order[0].field is neither a dimension nor aggregated; make it one"},
        {R"("measure":[{"field":"id"}],"order":[{"field":"id","aggregate":"sum"}])",
         "order[0].field: order[0].field orders rows by an aggregate; select one, or leave it out"},
        {R"("timeDimension":{"field":"amount","truncate":"day"})",
         "timeDimension.field: timeDimension.field must be a column of dates; amount holds integer"},
        {R"("dimension":["region"],"filter":[[{"field":"amount","op":">","value":"x"}]])",
         "filter[0][0].value: filter[0][0].value must be a value that a column of integer can hold: amount "
         "is one"},
        {R"("dimension":["region\" FROM salaries --"])",
         "dimension[0]: dimension[0] names a column that is not there: region\" FROM salaries --"},
    };
    for (const auto& [part, expected] : cases)
        EXPECT_EQ(answer(R"({"dataSetId":"orders",)" + part + "}"), expected) << part;
}

INSTANTIATE_TEST_SUITE_P(BuiltIn, StructuredQueries, testing::ValuesIn(kEngines),
                         [](const auto& engine) { return engine.param.name; });

} // namespace
} // namespace presstime
