// What tokens, reports and hosts' pages say of data sets: every shape that is read, every one that is
// refused.
#include "codec/document.hpp"
#include "codec/security_json.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace presstime::codec {
namespace {

namespace json = boost::json;

SecurityContext claims(const std::string& text)
{
    const auto security = security_from_claims(json::parse(text).get_object());
    EXPECT_TRUE(security) << security.error().message;
    return security.value_or(SecurityContext{});
}

std::string filter_error(const std::string& text)
{
    const auto filter = row_filter_from_json(json::parse(text), "secureFilters.orders");
    return filter ? "accepted" : filter.error().field;
}

TEST(SecureFilterJson, AFlatListIsOrAndAListOfListsIsOrOfAnds)
{
    const SecurityContext security = claims(R"({"iat":1,"dataSetIds":"*","secureFilters":{
        "flat":[{"field":"a","op":"=","value":1},{"field":"b","op":">","value":2.5}],
        "deep":[[{"field":"a","op":"=","value":"x"},{"field":"b","op":"is_null"}],
                [{"field":"c","op":"in","value":[true]}]],
        "none":[]}})");
    EXPECT_TRUE(security.all_datasets);
    ASSERT_EQ(security.filters.at("flat").size(), 2U);
    EXPECT_EQ(security.filters.at("flat")[1][0].op, FilterOp::greater);
    ASSERT_EQ(security.filters.at("deep").size(), 2U);
    EXPECT_EQ(security.filters.at("deep")[0].size(), 2U);
    EXPECT_TRUE(security.filters.at("none").empty());
    const auto again = security_from_json(security_to_json(security), "data_access");
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(security_to_json(*again), security_to_json(security));
}

TEST(SecureFilterJson, ATokenWithoutDataSetsNamesNothing)
{
    const SecurityContext security = claims(R"({"secureFilters":{}})");
    EXPECT_FALSE(security.all_datasets);
    EXPECT_TRUE(security.dataset_ids.empty());
    EXPECT_EQ(claims(R"({"dataSetIds":["ds_1","orders"]})").dataset_ids.size(), 2U);
}

TEST(SecureFilterJson, ReadsOtherNamesOfTheOperators)
{
    const auto filter = row_filter_from_json(json::parse(
                                                 R"([{"field":"a","op":"starts_with","value":"50%_\\"},
                        {"field":"a","op":"is_one_of","value":["x"]}])"),
                                             "filter");
    ASSERT_TRUE(filter) << filter.error().message;
    EXPECT_EQ(std::get<std::string>((*filter)[0][0].values[0]), "50\\%\\_\\\\%");
    EXPECT_EQ((*filter)[1][0].op, FilterOp::in);
}

TEST(SecureFilterJson, RefusesByPath)
{
    const std::vector<std::pair<std::string, std::string>> cases = {
        {R"({})", "secureFilters.orders"},
        {R"([[]])", "secureFilters.orders[0]"},
        {R"([[{"field":"a","op":"=","value":1}],{"field":"a","op":"=","value":1}])",
         "secureFilters.orders[1]"},
        {R"([{"op":"=","value":1}])", "secureFilters.orders[0].field"},
        {R"([{"field":"a","value":1}])", "secureFilters.orders[0].op"},
        {R"([{"field":"a","op":"==","value":1}])", "secureFilters.orders[0].op"},
        {R"([{"field":"a","op":"=","value":1,"or":2}])", "secureFilters.orders[0].or"},
        {R"([{"field":"a","op":"="}])", "secureFilters.orders[0].value"},
        {R"([{"field":"a","op":"=","value":null}])", "secureFilters.orders[0].value"},
        {R"([{"field":"a","op":"=","value":[1]}])", "secureFilters.orders[0].value"},
        {R"([{"field":"a","op":"=","value":{}}])", "secureFilters.orders[0].value"},
        {R"([{"field":"a","op":"in","value":1}])", "secureFilters.orders[0].value"},
        {R"([{"field":"a","op":"not_in","value":[1,null]}])", "secureFilters.orders[0].value[1]"},
        {R"([{"field":"a","op":"is_null","value":1}])", "secureFilters.orders[0].value"},
        {R"([{"field":"a","op":"like","value":1}])", "secureFilters.orders[0].value"},
        {R"([{"field":"a","op":"like","value":"x\\"}])", "secureFilters.orders[0].value"},
        {R"([[[{"field":"a","op":"=","value":1}]]])", "secureFilters.orders[0][0]"},
        {R"([{"field":"a","op":"=","value":"a\u0000"}])", "secureFilters.orders[0].value"},
    };
    for (const auto& [text, field] : cases)
        EXPECT_EQ(filter_error(text), field) << text;
}

TEST(SecureFilterJson, EverythingIsBounded)
{
    json::array many(101, json::object{{"field", "a"}, {"op", "is_null"}});
    EXPECT_EQ(filter_error(json::serialize(many)), "secureFilters.orders");
    EXPECT_EQ(filter_error(json::serialize(json::array{json::array(51, many[0])})),
              "secureFilters.orders[0]");
    const json::object list{{"field", "a"}, {"op", "in"}, {"value", json::array(1'001, 1)}};
    EXPECT_EQ(filter_error(json::serialize(json::array{list})), "secureFilters.orders[0].value");
    const json::object full{{"field", "a"}, {"op", "in"}, {"value", json::array(1'000, 1)}};
    EXPECT_EQ(filter_error(json::serialize(json::array(11, full))), "secureFilters.orders");
    EXPECT_EQ(filter_error(json::serialize(json::array(10, full))), "accepted");
    const json::object text{{"field", "a"}, {"op", "="}, {"value", std::string(1'001, 'x')}};
    EXPECT_EQ(filter_error(json::serialize(json::array{text})), "secureFilters.orders[0].value");
}

TEST(DatasetJson, NamesArePlainIdentifiers)
{
    for (const char* name : {"orders", "_a1", "Orders"})
        EXPECT_TRUE(dataset_from_json({{"name", name}, {"connection", "shop"}, {"table", "t"}}, "")) << name;
    for (const char* name : {"", "1a", "a b", "a\"b", "a.b", "ä", "sqlite_x", "PRAGMA_x", "presstime_1"}) {
        const auto refused = dataset_from_json({{"name", name}, {"connection", "shop"}, {"table", "t"}}, "");
        ASSERT_FALSE(refused) << name;
        EXPECT_EQ(refused.error().field, "name");
    }
    EXPECT_EQ(dataset_from_json({{"name", "a"}, {"connection", "shop"}}, "").error().field, "table");
}

TEST(StructuredQueryJson, ReadsTheWordsOfHostsPages)
{
    const auto query =
        structured_query_from_json(json::parse(R"({"dataSetId":"ds_1","dimension":["region",{"field":"kind"}],
        "measure":[{"field":"amount","aggregate":"sum"},{"field":"id","aggregate":"countDistinct"},
                   {"field":"amount","aggregate":"avg"}],
        "timeDimension":{"field":"day","truncate":"month"},"filter":[[{"field":"amount","op":">","value":5}]],
        "order":[{"field":"amount","aggregate":"sum","direction":"desc"}],"limit":10,"offset":20})"),
                                   "queries[0]");
    ASSERT_TRUE(query) << query.error().message;
    EXPECT_EQ(query->dimensions, (std::vector<std::string>{"region", "kind"}));
    EXPECT_EQ(query->measures[2].aggregate, Aggregate::mean);
    EXPECT_EQ(query->time_dimension->truncate, TimeUnit::month);
    EXPECT_EQ(query->order[0].direction, SortDirection::descending);
    EXPECT_EQ(query->limit, 10);
    EXPECT_TRUE(structured_query_from_json(
        json::parse(R"({"dataSetId":"a","measure":[{"field":"x","aggregate":"none"}],
        "dimension":[],"timeDimension":null,"filter":[],"order":[]})"),
        ""));
    const std::vector<std::pair<std::string, std::string>> cases = {
        {R"({"measure":[{"field":"x"}]})", "queries[0].dataSetId"},
        {R"({"dataSetId":"a"})", "queries[0].measure"},
        {R"({"dataSetId":"a","measure":[{"field":"x","aggregate":"median"}]})",
         "queries[0].measure[0].aggregate"},
        {R"({"dataSetId":"a","dimension":["x"],"timeDimension":{"field":"d"}})",
         "queries[0].timeDimension.truncate"},
        {R"({"dataSetId":"a","dimension":["x"],"order":[{"field":"x","direction":"up"}]})",
         "queries[0].order[0].direction"},
        {R"({"dataSetId":"a","dimension":["x"],"limit":-1})", "queries[0].limit"},
        {R"({"dataSetId":"a","dimension":["x"],"sql":"SELECT 1"})", "queries[0].sql"},
    };
    for (const auto& [text, field] : cases) {
        const auto refused = structured_query_from_json(json::parse(text), "queries[0]");
        ASSERT_FALSE(refused) << text;
        EXPECT_EQ(refused.error().field, field) << text;
    }
}

TEST(ReportJson, KeepsTheFiltersItWasMadeWith)
{
    const std::string text =
        R"({"dashboard_id":"dash_a","name":"a","schedule_kind":"daily","hour":9,"run_as":"viewer",
        "data_access":{"dataSetIds":["orders"],
                       "secureFilters":{"orders":[{"field":"region","op":"=","value":"A"}]}}})";
    const auto report = report_from_json(text);
    ASSERT_TRUE(report) << report.error().message;
    const auto again = report_from_json(report_to_json(*report));
    ASSERT_TRUE(again && again->data_access);
    EXPECT_EQ(again->run_as, RunAs::viewer);
    EXPECT_EQ(security_to_json(*again->data_access), security_to_json(*report->data_access));
    EXPECT_EQ(patch_report(*report, R"({"data_access":{"secureFilters":{"orders":[{"field":"a"}]}}})")
                  .error()
                  .field,
              "data_access.secureFilters.orders[0].op");
    EXPECT_TRUE(patch_report(*report, R"({"data_access":null})")->data_access)
        << "taken away, it would widen";
}

} // namespace
} // namespace presstime::codec
