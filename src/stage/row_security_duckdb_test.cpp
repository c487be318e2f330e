// Row-level security over a DuckDB database that brings functions and types of its own along.
#include "source/source_test_support.hpp"

namespace presstime {
namespace {

using namespace source_test;

TEST(DuckdbRowSecurity, RefusesFunctionsThatTheDatabaseBringsAlong)
{
    const Folder folder;
    const fs::path path = folder.data() / "shop.duckdb";
    run_duckdb(path, {"CREATE TABLE orders AS SELECT 1 AS id, 'B' AS region",
                      "CREATE MACRO total() AS (SELECT count(*) FROM orders)",
                      "CREATE MACRO orders_of(r) AS TABLE SELECT * FROM orders WHERE region = r",
                      "CREATE MACRO lower(x) AS (SELECT max(region) FROM orders)",
                      "CREATE TYPE regions AS ENUM ('A', 'B')"});
    const auto source =
        *(*find_source_plugin("duckdb", "kind"))->open({{"path", path.string()}}, folder.context());
    const QueryScope scope{{{"", "orders", "shop", "orders", ""}},
                           SecurityContext{true, {}, {{"orders", {}}}}};
    const auto harmless = source->compose("SELECT upper(region) FROM orders", scope, {}, soon());
    EXPECT_TRUE(harmless) << harmless.error().message;
    for (const char* sql :
         {"SELECT total()", "SELECT main.total()", "SELECT shop.main.total()", "SELECT lower('x')",
          "SELECT * FROM orders_of('B')", "SELECT enum_range(NULL::regions)", "SELECT id.total() FROM orders",
          "SELECT sum(total()) OVER () FROM orders", "SELECT id FROM orders ORDER BY total()",
          "SELECT [total() for x in [1]]"})
        EXPECT_FALSE(source->compose(sql, scope, {}, soon())) << sql;
}

} // namespace
} // namespace presstime
