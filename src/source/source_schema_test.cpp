// What every source tells of its tables, and where it says that a statement is wrong.
#include "model/sql_place.hpp"
#include "source/duckdb_schema.hpp"
#include "source/source_engines.hpp"

#include <algorithm>
#include <gmock/gmock.h>

namespace presstime {
namespace {

using namespace source_test;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> names_of(const SourceSchema& schema)
{
    std::vector<std::string> names;
    for (const SchemaTable& table : schema.tables)
        names.push_back(table.name);
    return names;
}

class SourceSchemas : public SourceConformance {
protected:
    void run(const std::string& sql)
    {
        if (GetParam().name == "duckdb")
            run_duckdb(path_, {sql});
        else
            run_sqlite(path_, sql);
    }
    SourceSchema schema()
    {
        auto told = source_->schema(soon());
        EXPECT_TRUE(told) << told.error().message;
        return told ? *told : SourceSchema{};
    }
    // The text that the marked place begins.
    std::string pointed(const std::string& sql)
    {
        const auto got = ask(*source_, sql);
        const auto byte = got ? std::nullopt : sql_byte_of(got.error());
        return byte ? sql.substr(*byte, 7) : "no place";
    }
};

TEST_P(SourceSchemas, ListsTablesAndViewsWithTheTypesOfTheirResults)
{
    run(R"(CREATE VIEW "my things" AS SELECT id, name FROM things)");
    const SourceSchema told = schema();
    EXPECT_TRUE(told.complete);
    EXPECT_THAT(names_of(told), ElementsAre("my things", "numbers", "things"));
    EXPECT_EQ(told.tables[0].kind, SchemaKind::view);
    EXPECT_EQ(told.tables[2].kind, SchemaKind::table);
    EXPECT_EQ(told.tables[2].schema, "main");
    EXPECT_EQ(told.tables[2].columns, source_->describe("SELECT * FROM things", {}, soon()).value());
    EXPECT_EQ(told.tables[0].columns.size(), 2U);
}

TEST_P(SourceSchemas, SeesATableThatWasMadeMeanwhile)
{
    ASSERT_EQ(schema().tables.size(), 2U);
    run("CREATE TABLE more(x INTEGER)");
    EXPECT_THAT(names_of(schema()), ElementsAre("more", "numbers", "things"));
}

TEST_P(SourceSchemas, MarksTheByteWhereAStatementIsWrong)
{
    EXPECT_EQ(pointed("SELECT id,\n  nowhere\nFROM things"), "nowhere");
    EXPECT_EQ(pointed("SELECT 'Zürich ☕', nowhere FROM things"), "nowhere");
    EXPECT_EQ(pointed("SELECT id, FROM FROM things"), GetParam().name == "duckdb" ? "FROM th" : "FROM FR");
    EXPECT_EQ(pointed("SELECT 'ü☕' AS x\nFROM WHERE id"), "WHERE i");
    EXPECT_EQ(pointed("SELECT id FROM things WHERE\tnowhere = 1"), "nowhere");
    const std::string wide(300, 'x');
    EXPECT_EQ(pointed("SELECT '" + wide + "', nowhere, '" + wide + "' FROM things"), "nowhere");
}

INSTANTIATE_TEST_SUITE_P(BuiltIn, SourceSchemas, testing::ValuesIn(kEngines),
                         [](const auto& engine) { return engine.param.name; });

TEST(DuckdbSchema, KnowsEveryTypeAsResultsDo)
{
    Folder folder;
    run_duckdb(folder.data() / "types.duckdb",
               {"CREATE TABLE types AS SELECT * FROM test_all_types()",
                "CREATE TABLE money(small DECIMAL(10,2), wide DECIMAL(38,3), kind ENUM('a','b'))"});
    const SourcePlugin* plugin = find_source_plugin("duckdb", "kind").value();
    auto source = plugin->open({{"path", "types.duckdb"}}, [&] {
        SourceContext context = folder.context();
        context.data_folder = folder.data();
        return context;
    }());
    ASSERT_TRUE(source) << source.error().message;
    const SourceSchema told = (*source)->schema(soon()).value();
    for (const SchemaTable& table : told.tables)
        EXPECT_EQ(table.columns, (*source)->describe("SELECT * FROM " + table.name, {}, soon()).value())
            << table.name;
}

TEST(DuckdbSchema, OffersDataFilesAsTablesAndSaysWhichCannotBeRead)
{
    Folder folder;
    write_file(folder.data() / "orders.csv", "id,total\n1,2.5\n");
    write_file(folder.data() / "tabs.tsv", "id\ttotal\n1\t2\n");
    write_file(folder.data() / "broken.parquet", "PAR1 but no more");
    const SourcePlugin* plugin = find_source_plugin("duckdb", "kind").value();
    auto source = plugin->open({{"path", folder.data().string()}}, folder.context()).value();
    const SourceSchema told = source->schema(soon()).value();
    ASSERT_THAT(names_of(told), ElementsAre("broken", "orders", "tabs"));
    for (const SchemaTable& table : told.tables)
        EXPECT_EQ(table.kind, SchemaKind::file);
    EXPECT_THAT(told.tables[0].problem, HasSubstr("broken"));
    EXPECT_EQ(told.tables[1].columns.size(), 2U);
    EXPECT_EQ(told.tables[2].columns.size(), 2U);
}

// DuckDB has views of these names itself.
TEST(DuckdbSchema, TellsOfAFileWithTheNameOfASystemView)
{
    Folder folder;
    for (const char* name : {"sqlite_master.csv", "duckdb_tables.csv"})
        write_file(folder.data() / name, "id,total\n1,2.5\n");
    const SourcePlugin* plugin = find_source_plugin("duckdb", "kind").value();
    auto source = plugin->open({{"path", folder.data().string()}}, folder.context()).value();
    const SourceSchema told = source->schema(soon()).value();
    ASSERT_THAT(names_of(told), ElementsAre("duckdb_tables", "sqlite_master"));
    for (const SchemaTable& table : told.tables)
        EXPECT_EQ(table.columns, source->describe("SELECT * FROM " + table.name, {}, soon()).value())
            << table.name;
}

TEST(DuckdbFolderTypes, AreDecidedByEveryRowOfASmallFile)
{
    Folder folder;
    std::string rows = "code\n";
    for (int row = 0; row < 30'000; ++row)
        rows += std::to_string(row) + "\n";
    write_file(folder.data() / "codes.csv", rows + "A17\n");
    const SourcePlugin* plugin = find_source_plugin("duckdb", "kind").value();
    auto source = plugin->open({{"path", folder.data().string()}}, folder.context()).value();
    EXPECT_EQ(ask(*source, "SELECT count(*) AS n, max(code) AS last FROM codes").value(),
              "n:integer last:text \n30001|A17\n");
}

} // namespace
} // namespace presstime
